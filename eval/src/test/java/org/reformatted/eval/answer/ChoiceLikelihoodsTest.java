package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceLikelihoodsTest {
    private static final AnswerPolicy LIKELIEST = ChoiceLikelihoods.policies().get(0);
    private static final AnswerPolicy PER_CHARACTER =
            ChoiceLikelihoods.policies().get(1);

    @Test
    void aLineAChoice() {
        assertThat(ChoiceLikelihoods.write(List.of("yes", "not at all"), new double[] {-1.5, -2}))
                .isEqualTo("-1.500000\tyes\n-2.000000\tnot at all");
    }

    /** -3 over 1 character is less than -5 over 10. */
    @Test
    void lengthChangesTheChoice() {
        String output = ChoiceLikelihoods.write(List.of("A", "ten letter"), new double[] {-3, -5});
        assertThat(LIKELIEST.judge(output, "A")).isEqualTo(Verdict.of("A", true));
        assertThat(PER_CHARACTER.judge(output, "A")).isEqualTo(Verdict.of("ten letter", false));
    }

    @Test
    void ofEquallyLikelyOnesTheFirst() {
        String output = ChoiceLikelihoods.write(List.of("B", "A"), new double[] {-1, -1});
        assertThat(LIKELIEST.judge(output, "B").score()).isEqualTo(1);
    }

    @Test
    void choicesMayHoldTabsAndBeEmpty() {
        String output = ChoiceLikelihoods.write(List.of("a\tb", ""), new double[] {-2, -1});
        assertThat(LIKELIEST.judge(output, "").extracted()).isEmpty();
        assertThat(ChoiceLikelihoods.policies()).hasSize(2);
    }

    @Test
    void anotherTextHoldsNoChoices() {
        assertThat(LIKELIEST.judge("The answer is A.", "A")).isEqualTo(Verdict.UNPARSED);
        assertThat(LIKELIEST.judge("", "A")).isEqualTo(Verdict.UNPARSED);
        assertThat(LIKELIEST.judge("-1.0\tA\nno number\tB", "A")).isEqualTo(Verdict.UNPARSED);
    }

    @Test
    void refusesWhatDoesNotPairAndWhatIsNoNumber() {
        assertThatThrownBy(() -> ChoiceLikelihoods.write(List.of("A"), new double[] {1, 2}))
                .hasMessage("choices (1) and logLikelihoods (2) must have the same length");
        assertThatThrownBy(() -> ChoiceLikelihoods.write(List.of("A"), new double[] {Double.NaN}))
                .hasMessage("logLikelihood (NaN) must be a finite number");
    }
}
