package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeNumbersTest {
    /** Ordinals, exponents and labels are no numbers; a sign counts where nothing is subtracted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It costs $1,200.50 now | 1200.5",
                "1. Buy 3 pens | 3",
                "x^2 and a_1 and 3rd | ''",
                "5 - 3 | '5, 3'",
                "it is -3 | -3",
                "'(−4)' | -4",
                "the half 1/2 of it | 1/2",
                "1,2345 | '1, 2345'",
                ".5 | 0.5",
                "5-3 | '5, 3'",
                "-$7 | -7",
                "'Step 2: 9' | 9",
            })
    void numbersOfAText(String text, String numbers) {
        assertThat(String.join(", ", WholeNumbers.in(text))).isEqualTo(numbers);
    }
}
