package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LengthControlledWinRateTest {
    @Test
    void lengthControlFindsThePreferenceAtEqualLengths() {
        int n = 200;
        double[] differences = new double[n];
        double[] difficulties = new double[n];
        for (int i = 0; i < n; i++) {
            differences[i] = i * 37 % 101 - 20.0;
            difficulties[i] = (i * 13 % 7 - 3) / 2.0;
        }
        double deviation = Descriptive.standardDeviation(differences);
        double[] preferences = new double[n];
        double expected = 0;
        for (int i = 0; i < n; i++) {
            double rest = 0.4 - 0.5 * difficulties[i];
            preferences[i] = 1 / (1 + Math.exp(-(rest - 1.5 * Math.tanh(differences[i] / deviation))));
            expected += 1 / (1 + Math.exp(-rest)) / n;
        }
        LengthControlledWinRate.WinRateFit fit = LengthControlledWinRate.fit(preferences, differences, difficulties);
        assertThat(fit.lengthCoefficient()).isCloseTo(-1.5, within(0.01));
        assertThat(fit.difficultyCoefficient()).isCloseTo(-0.5, within(0.01));
        assertThat(fit.modelCoefficient()).isCloseTo(0.4, within(0.01));
        assertThat(fit.percent()).isCloseTo(100 * expected, within(0.1));
        double[] draws = LengthControlledWinRate.resampled(preferences, differences, difficulties, 50, 1);
        assertThat(draws).hasSize(50).isSorted();
        Interval interval = Bootstrap.middle(draws, 0.95);
        assertThat(interval.contains(fit.percent())).isTrue();
        assertThat(interval.high() - interval.low()).isBetween(0.1, 10.0);
        assertThat(LengthControlledWinRate.resampled(preferences, differences, difficulties, 50, 1))
                .isEqualTo(draws);
        LengthControlledWinRate.WinRateFit even =
                LengthControlledWinRate.fit(new double[] {0.2, 0.4}, new double[] {5, 5}, new double[2]);
        assertThat(even.percent()).isCloseTo(30, within(1e-3));
        assertThat(even.difficultyCoefficient()).isZero();
        assertThatThrownBy(() -> LengthControlledWinRate.fit(new double[1], new double[2], new double[1]))
                .hasMessageContaining("must be over the same instructions");
        assertThatThrownBy(() -> LengthControlledWinRate.fit(new double[1], new double[1], new double[2]))
                .hasMessageContaining("must be over the same instructions");
    }
}
