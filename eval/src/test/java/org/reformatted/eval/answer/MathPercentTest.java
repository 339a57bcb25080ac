package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathPercentTest {
    /** Where the question asks for percents their number is right; where it names none, a percent is a hundredth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What percent is it? | 20\\% | 20 | true",
                "What percent is it? | 20 | 20\\% | true",
                "How long is it? | 50\\% | \\frac{1}{2} | true",
                "How long is it? | 50\\% | 50 | false",
                "What percent is it? | 20\\% | 0.2 | false",
                "'' | 20\\% | 20\\% | true",
            })
    void percentAgainstNumber(String question, String found, String right, boolean equal) {
        assertThat(MathPercent.equal(question, found, right)).isEqualTo(equal);
    }
}
