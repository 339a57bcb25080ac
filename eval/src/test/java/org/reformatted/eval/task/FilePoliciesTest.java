package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Gsm8kAnswer;
import org.reformatted.eval.answer.MathAnswer;
import org.reformatted.eval.answer.Verdict;

class FilePoliciesTest {
    private static TaskFile.Policy of(String name) {
        return new TaskFile.Policy(
                Optional.of(name), Optional.empty(), Optional.empty(), TaskFile.Pick.LAST, TaskFile.Compare.EXACT);
    }

    private static AnswerPolicy pattern(String extract, TaskFile.Pick pick, TaskFile.Compare compare) {
        return FilePolicies.of(List.of(new TaskFile.Policy(
                        Optional.empty(), Optional.of("p"), Optional.ofNullable(extract), pick, compare)))
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LAST | EXACT | 2 | 2",
                "FIRST | EXACT | 1 | 1",
                "LAST | NUMBER | 2.0 | 2",
                "FIRST | NUMBER | $1.00 | 1"
            })
    void ofSeveralMatchesOneIsPicked(TaskFile.Pick pick, TaskFile.Compare compare, String reference, String extracted) {
        Verdict verdict = pattern("answer: (\\d)", pick, compare).judge("answer: 1, answer: 2", reference);
        assertThat(verdict).isEqualTo(Verdict.of(extracted, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXACT | Paris | Paris | true",
                "EXACT | paris | Paris | false",
                "IGNORE_CASE | paris | Paris | true",
                "CONTAINS | It is paris, I think | Paris | true",
                "CONTAINS | It is Rome | Paris | false",
                "NUMBER | 1,000 | 1000.0 | true",
                "NUMBER | a thousand | 1000 | false"
            })
    void comparisons(TaskFile.Compare compare, String output, String reference, boolean right) {
        assertThat(pattern(null, TaskFile.Pick.LAST, compare)
                                .judge(output, reference)
                                .score()
                        == 1)
                .isEqualTo(right);
    }

    @Test
    void eachLineOfAReferenceIsARightAnswer() {
        AnswerPolicy policy = pattern(null, TaskFile.Pick.LAST, TaskFile.Compare.EXACT);
        assertThat(policy.judge(" two ", "one\n two\n").score()).isEqualTo(1);
        assertThat(policy.judge("three", "one\ntwo").score()).isZero();
    }

    @Test
    void withoutAMatchThereIsNoAnswer() {
        AnswerPolicy policy = pattern("x(\\d)?", TaskFile.Pick.FIRST, TaskFile.Compare.EXACT);
        assertThat(policy.judge("nothing", "1")).isEqualTo(Verdict.UNPARSED);
        assertThat(policy.judge("x and x1", "1").extracted())
                .as("a group that matched")
                .isEqualTo("1");
        assertThat(pattern(null, TaskFile.Pick.LAST, TaskFile.Compare.CONTAINS).judge(" ", ""))
                .isEqualTo(Verdict.UNPARSED);
    }

    @Test
    void anEmptyLineOfAReferenceIsContainedNowhere() {
        assertThat(pattern(null, TaskFile.Pick.LAST, TaskFile.Compare.CONTAINS)
                        .judge("something", "Rome\n\nParis")
                        .score())
                .isZero();
    }

    @Test
    void versionsOfBuiltInPoliciesAddUp() {
        assertThat(FilePolicies.version(List.of(of("gsm8k"), of("math"))))
                .isEqualTo(Gsm8kAnswer.VERSION + MathAnswer.VERSION);
        assertThat(FilePolicies.of(List.of(of("gsm8k")))).hasSameSizeAs(Gsm8kAnswer.policies());
        assertThatThrownBy(() -> FilePolicies.of(List.of(of("gsm"))))
                .hasMessage("policies: of (gsm) must be one of [answered, bbh, factuality, gsm8k, ifeval, math,"
                        + " readability]");
    }
}
