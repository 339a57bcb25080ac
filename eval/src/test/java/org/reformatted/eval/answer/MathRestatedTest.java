package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathRestatedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Solve $x^2 - 3x \\le 0$. | x^2 - 3x \\leq 0 | 0 \\le x \\le 3 | true",
                "Solve $2x + 1 = 5$. | x = 2 | 2 | false",
                "Solve $2x + 1 = 5$. | 2x+1=5 | 2x+1=5 | false",
            })
    void anEquationOfTheQuestionIsNoAnswer(String question, String found, String right, boolean restates) {
        assertThat(MathRestated.restates(question, found, right)).isEqualTo(restates);
    }
}
