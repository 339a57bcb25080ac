package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FactualAnswerTest {
    @Test
    void factsAreHeldAgainstTheGoldWordByWord() {
        assertThat(scores("The 1830s.", "the 1830s")).containsExactly(1, 1, 1);
        assertThat(scores("It was in the 1830s", "the 1830s")).containsExactly(0, 0.4, 1);
        assertThat(scores("in 18305", "1830")).containsExactly(0, 0, 0);
        assertThat(scores("Paris", "London\nParis")).containsExactly(1, 1, 1);
        assertThat(FactualAnswer.policies().get(0).judge(" ... ", "x").parsed()).isFalse();
        assertThatThrownBy(() -> scores("x", " ")).hasMessage("reference () must contain a right answer");
        assertThat(scores("one two two", "two two three")).containsExactly(0, 2.0 / 3, 0);
        assertThat(FactualAnswer.policies().get(1).judge("The \u201cBig\u201d Apple!", "x"))
                .isEqualTo(new Verdict("big apple", 0));
        assertThat(FactualAnswer.policies())
                .extracting(AnswerPolicy::name)
                .containsExactly("exact-match", "f1", "containment");
    }

    private static double[] scores(String output, String reference) {
        return FactualAnswer.policies().stream()
                .mapToDouble(policy -> policy.judge(output, reference).score())
                .toArray();
    }
}
