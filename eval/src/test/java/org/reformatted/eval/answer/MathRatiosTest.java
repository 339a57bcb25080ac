package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathRatiosTest {
    /** Times such as 10:20 are not ratios. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1:2 | 2:4 | true",
                "1:2 | 2:1 | false",
                "1:2 | \\frac{1}{2} | true",
                "2:3:4 | 4:6:8 | true",
                "10:30 | 20:60 | true",
                "10:20 | 5:10 | false",
                "1:2 | 0.5 | false",
            })
    void ratiosAreProportional(String one, String other, boolean equal) {
        assertThat(MathEquivalence.equal(one, other)).isEqualTo(equal);
    }
}
