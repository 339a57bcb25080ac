package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticFitTest {
    @Test
    void logisticFitFindsTheLogOdds() {
        double[][] one = {{1}, {1}, {1}, {1}};
        assertThat(LogisticFit.coefficients(one, new double[] {1, 1, 1, 0})[0]).isCloseTo(Math.log(3), within(1e-5));
        double[][] two = {{1, 0}, {1, 0}, {1, 1}, {1, 1}};
        double[] fitted = LogisticFit.coefficients(two, new double[] {0.5, 0.5, 0.8, 0.8});
        assertThat(fitted[0]).isCloseTo(0, within(1e-5));
        assertThat(fitted[1]).isCloseTo(Math.log(4), within(1e-5));
        assertThat(LogisticFit.probability(new double[] {1, 1}, fitted)).isCloseTo(0.8, within(1e-5));
        assertThat(LogisticFit.coefficients(one, new double[] {1, 1, 1, 1})[0]).isFinite();
        assertThatThrownBy(() -> LogisticFit.coefficients(new double[0][], new double[0]))
                .hasMessage("features must not be empty");
        assertThatThrownBy(() -> LogisticFit.coefficients(one, new double[1]))
                .hasMessage("features (4 rows) and outcomes (1) must have the same length");
    }
}
