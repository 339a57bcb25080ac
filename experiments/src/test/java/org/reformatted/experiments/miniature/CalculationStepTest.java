package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculationStepTest {
    @ParameterizedTest
    @CsvSource({"19, -, 16, 3", "50, +, 49, 99", "9, *, 11, 99", "1, *, 1, 1"})
    void results(int left, char operator, int right, int result) {
        assertThat(new CalculationStep(left, operator, right, "apples").result())
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"50, +, 50", "3, -, 3", "3, -, 4", "10, *, 10", "0, +, 5", "5, +, 0", "-2, *, -3"})
    void numbersBeyondTwoDigitsAndNothingDoNotFit(int left, char operator, int right) {
        assertThat(CalculationStep.fits(left, operator, right)).isFalse();
        assertThatThrownBy(() -> new CalculationStep(left, operator, right, "apples"))
                .hasMessage(left + " " + operator + " " + right + " must be between 1 and 99");
    }

    @Test
    void stepsAreWrittenWithTheirUnit() {
        assertThat(new CalculationStep(19, '-', 16, "apples").text()).isEqualTo("19 - 16 = 3 apples");
        assertThatThrownBy(() -> new CalculationStep(4, '/', 2, "apples")).hasMessage("operator (/) must be +, - or *");
    }
}
