package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathEquivalenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\frac{1}{2} | 0.5 | true",
                "\\frac{1}{2} | \\frac{2}{4} | true",
                "1/3 | 0.333333 | true",
                "1/3 | 0.3333 | false",
                "1,234 | 1234 | true",
                "50\\% | 0.5 | true",
                "50\\% | 50 | true",
                "50\\% | 5 | false",
                "100 \\text{ cm} | 1 \\text{ m} | true",
                "100 \\text{ cm} | 100 \\text{ m} | false",
                "\\{1,2\\} | \\{2,1\\} | true",
                "\\{1,2\\} | \\{1,2,3\\} | false",
                "(1,2) | (2,1) | false",
                "(1,2) | [1,2] | false",
                "x = 5 | 5 | true",
                "x = 5 | 6 | false",
                "\\text{Monday} | monday | true",
                "\\text{Monday} | Tuesday | false",
                "2\\sqrt{2} | \\sqrt{8} | true",
                "(x+1)^2 | x^2+2x+1 | true",
                "90^\\circ | 90 | true",
                "3 \\pmod 7 | 10 \\pmod 7 | true",
                "1\\text{ and }2 | 2, 1 | true"
            })
    void whatSaysTheSame(String one, String other, boolean equal) {
        assertThat(MathEquivalence.equal(one, other)).isEqualTo(equal);
        assertThat(MathEquivalence.equal(other, one)).as("the other way round").isEqualTo(equal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | ''", "'' | 0", "\\frac{1}{ | 1", "1+ | 1"})
    void whatCannotBeReadIsNotEqualToAnother(String one, String other) {
        assertThat(MathEquivalence.equal(one, other)).isFalse();
    }
}
