package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

class CandidateScoresTest {
    private static final AnswerPolicy EXACT = new AnswerPolicy(
            "exact",
            (output, reference) -> output.isEmpty() ? Verdict.UNPARSED : Verdict.of(output, output.equals(reference)));

    private static Prediction prediction(String reference, String... outputs) {
        List<Completion.Candidate> others = Arrays.stream(outputs)
                .skip(1)
                .map(text -> new Completion.Candidate(text, FinishReason.STOP))
                .toList();
        return new Prediction("1", null, "P", outputs[0], FinishReason.STOP, false, others, List.of(), reference, "h");
    }

    /** pass@2 of 1 right answer among 4 is 1 - (3 choose 2) / (4 choose 2) = 1/2. */
    @Test
    void majorityAndChances() {
        Prediction one = prediction("4", "5", "4", "5", "6");
        CandidateScores scores =
                CandidateScores.of(Optional.of(EXACT), List.of(one)).orElseThrow();
        Map<String, Verdict> columns = scores.add(one);
        assertThat(columns.keySet()).containsExactly("exact-majority", "exact-pass@1", "exact-pass@2", "exact-pass@4");
        assertThat(columns.get("exact-majority")).isEqualTo(Verdict.of("5", false));
        assertThat(columns.get("exact-pass@1").score()).isCloseTo(0.25, within(1e-12));
        assertThat(columns.get("exact-pass@2").score()).isCloseTo(0.5, within(1e-12));
        assertThat(columns.get("exact-pass@4").score()).isEqualTo(1);
        assertThat(columns.get("exact-pass@4").extracted()).isEqualTo("1 of 4 right");
        assertThat(scores.scores().get("exact-pass@2").value()).isCloseTo(50, within(1e-9));
    }

    @Test
    void theFewestCandidatesOfAnyPredictionCount() {
        Prediction three = prediction("4", "4", "4", "5");
        Prediction two = prediction("4", "5", "5");
        CandidateScores scores =
                CandidateScores.of(Optional.of(EXACT), List.of(three, two)).orElseThrow();
        assertThat(scores.scores().keySet()).containsExactly("exact-majority", "exact-pass@1", "exact-pass@2");
        assertThat(scores.add(three).get("exact-majority")).isEqualTo(Verdict.of("4", true));
    }

    @Test
    void withoutAnyAnswerThereIsNoMajority() {
        Prediction none = prediction("4", "", "");
        CandidateScores scores =
                CandidateScores.of(Optional.of(EXACT), List.of(none)).orElseThrow();
        assertThat(scores.add(none).get("exact-majority")).isEqualTo(Verdict.UNPARSED);
    }

    @Test
    void oneCandidateOrAMeasureHasNoColumns() {
        assertThat(CandidateScores.of(Optional.of(EXACT), List.of(prediction("4", "4"))))
                .isEmpty();
        assertThat(CandidateScores.of(Optional.empty(), List.of(prediction("4", "4", "5"))))
                .isEmpty();
        AnswerPolicy grade = new AnswerPolicy("grade", "grade", (output, reference) -> new Verdict(output, 7));
        assertThat(CandidateScores.of(Optional.of(grade), List.of(prediction("4", "4", "5"))))
                .isEmpty();
    }
}
