package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosingEquationTest {
    /** Every result before it must be used, or the calculation says something else. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How many are left? | 48 - 8 = 40, and 40 - 6 = 34. | 34",
                "How many are left? | 48 - 8 = 40, and 7 - 6 = 1. | ",
                "Who won? | 3 + 4 = 7. | ",
                "Solve for x. | So x = 5 | 5",
                "How many? | Check: 3 + 4 = 7 | ",
                "How many? | 7 | ",
            })
    void theLastResultOfACalculation(String question, String text, String number) {
        assertThat(ClosingEquation.find(question, text).map(AnswerValue::number))
                .isEqualTo(Optional.ofNullable(number));
    }
}
