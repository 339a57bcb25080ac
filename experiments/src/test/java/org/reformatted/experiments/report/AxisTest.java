package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 100 | 0 | 100 | 20",
                "0 | 1 | 0 | 1 | 0.2",
                "2.3 | 7.9 | 2 | 8 | 1",
                "-3 | 42 | -10 | 50 | 10",
                "5 | 5 | 5 | 6 | 0.2",
            })
    void marksAreRound(double least, double most, double from, double to, double step) {
        Axis axis = Axis.over(least, most, 0, 100);
        assertThat(axis.from()).isCloseTo(from, within(1e-9));
        assertThat(axis.to()).isCloseTo(to, within(1e-9));
        assertThat(axis.step()).isCloseTo(step, within(1e-9));
        assertThat(axis.marks()).hasSize((int) Math.round((to - from) / step) + 1);
    }

    @Test
    void placesAreLinear() {
        Axis up = Axis.over(0, 100, 280, -260);
        assertThat(up.at(0)).isEqualTo("280.0");
        assertThat(up.at(50)).isEqualTo("150.0");
        assertThat(up.text(20)).isEqualTo("20");
        assertThat(Axis.over(0, 1, 0, 1).text(0.2)).isEqualTo("0.2");
    }
}
