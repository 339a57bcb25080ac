package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,000 | 1000 | true",
                "$12.00 | 12 | true",
                "\\frac{1}{2} | \\dfrac{1}{2} | true",
                "\\boxed{7} | 7 | true",
                "$\\left(1, 2\\right)$ | (1,2) | true",
                "12 cm | 12cm | true",
                "12 | 21 | false",
                "3/4 | 3 | false",
                "-3 | 3 | false",
                "x + 1 | x + 2 | false",
            })
    void sameAnswerOtherwiseWritten(String one, String other, boolean same) {
        assertThat(AnswerText.same(one, other)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The answer is B. | B | true",
                "Because of that | B | false",
                "It is 12 metres | 12 | true",
                "It is 112 metres | 12 | false",
                "so TRUE it is | True | true",
            })
    void holdsTheAnswerAsAWord(String text, String answer, boolean holds) {
        assertThat(AnswerText.holds(text, answer)).isEqualTo(holds);
    }
}
