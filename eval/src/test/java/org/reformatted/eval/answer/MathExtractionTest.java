package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathExtractionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "First \\boxed{1}, then \\boxed{2}. | 2",
                "Either \\boxed{1} or \\boxed{2}. | 1,2",
                "The answer is $\\frac{1}{2}$. | \\frac{1}{2}",
                "The final answer: 42 apples remain | 42",
                "So x = 3. Therefore it is 7. | 7",
                "12 | 12",
                "x + 1 | x + 1"
            })
    void whereTheAnswerIs(String output, String answer) {
        assertThat(MathExtraction.answer(output)).hasValue(answer);
    }

    @Test
    void anAnswerStatedBehindTheBoxCounts() {
        assertThat(MathExtraction.answer("We get \\boxed{3}. Wait. The final answer is $4$."))
                .hasValue("4");
        assertThat(MathExtraction.answer("We get \\boxed{3}. That was easy, thanks to 12 pupils."))
                .hasValue("3");
    }

    @Test
    void thinkingAndWhatFollowsTheEndOfTheTurnAreNoAnswer() {
        assertThat(MathExtraction.answer("<think>is it \\boxed{1}?</think>It is \\boxed{2}."))
                .hasValue("2");
        assertThat(MathExtraction.answer("It is \\boxed{2}.<|im_end|>\nQ: next? \\boxed{9}"))
                .hasValue("2");
        assertThat(MathExtraction.answer("<|im_start|>assistant\nIt is \\boxed{2}.<|im_end|>"))
                .hasValue("2");
    }

    @Test
    void aHeadingIntroducesAnAnswer() {
        assertThat(MathExtraction.answer("We add.\n\n## Final Answer\n\n$17$\n\nThis took 3 steps."))
                .hasValue("17");
    }

    @Test
    void nothingIsInNothing() {
        assertThat(MathExtraction.answer("")).isEmpty();
        assertThat(MathExtraction.answer("   \n ")).isEmpty();
        assertThat(MathExtraction.boxes("no box, 5")).isEqualTo(Optional.empty());
    }

    @Test
    void strictlyTheLastBoxAlone() {
        assertThat(MathExtraction.strictAnswer("Either \\boxed{1} or \\boxed{2}."))
                .hasValue("2");
        assertThat(MathExtraction.boxes("Either \\boxed{1} or \\boxed{2}.")).hasValue("1,2");
        assertThat(MathExtraction.strictAnswer("The answer is 5.")).hasValue("5");
    }
}
