package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'1,234' | 1234",
                "$5. | 5",
                "−3 | -3",
                ".5 | 0.5",
                "+2.50 | 2.5",
                "0.0 | 0",
                "1.5e3 | ",
                "'' | ",
                "x | ",
                "1.2.3 | ",
            })
    void numbers(String text, String number) {
        assertThat(DecimalText.parse(text).map(DecimalText::write)).isEqualTo(Optional.ofNullable(number));
    }
}
