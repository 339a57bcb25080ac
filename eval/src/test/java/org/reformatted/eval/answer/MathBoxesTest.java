package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MathBoxesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "so \\boxed{5} | 5",
                "\\boxed{\\frac{1}{2}} | \\frac{1}{2}",
                "\\boxed 7 | 7",
                "\\fbox{3} | 3",
                "\\boxed{1} no, \\boxed{2} | 2",
                "\\boxed{1} and \\boxed{2} | '1,2'",
                "\\boxed{1}, \\boxed{1} | 1",
                "x = -\\boxed{4} | -4",
                "\\boxed{a \\} b} | a \\} b",
            })
    void theLastBox(String output, String content) {
        assertThat(MathBoxes.last(output).orElseThrow().content()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\boxed{1", "5", "\\boxed{ }", "\\boxedx{1}"})
    void whatIsNoBox(String output) {
        assertThat(MathBoxes.last(output)).isEmpty();
    }
}
