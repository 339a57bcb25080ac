package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void bootstrapIsSeededAndCentred() {
        double[] values = new double[400];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 4 == 0 ? 1 : 0;
        }
        Interval interval = Bootstrap.mean(values, 4000, 0.95, 7);
        assertThat(interval).isEqualTo(Bootstrap.mean(values, 4000, 0.95, 7));
        double[] uneven = {0.1, 0.25, 0.37, 0.41, 0.58, 0.93};
        assertThat(Bootstrap.mean(uneven, 101, 0.95, 7)).isNotEqualTo(Bootstrap.mean(uneven, 101, 0.95, 8));
        double half = 1.96 * Math.sqrt(0.25 * 0.75 / 400);
        assertThat(interval.low()).isCloseTo(0.25 - half, within(0.006));
        assertThat(interval.high()).isCloseTo(0.25 + half, within(0.006));
        Interval narrower = Bootstrap.mean(values, 4000, 0.5, 7);
        assertThat(narrower.low()).isGreaterThan(interval.low());
        assertThat(narrower.high()).isLessThan(interval.high());
    }

    @Test
    void pairsAreDrawnTogether() {
        double[] first = {0, 1, 0, 1, 0, 1};
        double[] third = {1, 2, 1, 2, 1, 4};
        assertThat(Bootstrap.pairedDifference(first, third, 100, 0.95, 1).low()).isEqualTo(1);
        assertThat(Bootstrap.mean(new double[0], 10, 0.95, 1).low()).isNaN();
        assertThatThrownBy(() -> Bootstrap.pairedDifference(first, new double[2], 10, 0.95, 1))
                .hasMessage("first (6 values) and second (2) must be over the same samples");
        assertThatThrownBy(() -> Bootstrap.mean(first, 0, 0.95, 1)).hasMessage("resamples (0) must be positive");
        assertThatThrownBy(() -> Bootstrap.mean(first, 5, 1, 1)).hasMessage("level (1.0) must lie in (0, 1)");
        assertThatThrownBy(() -> Bootstrap.mean(first, 5, 0, 1)).hasMessage("level (0.0) must lie in (0, 1)");
    }

    /** Numbers that are all the same do not tell how much others vary. */
    @Test
    void noIntervalIsWithoutWidth() {
        double[] ones = {1, 1, 1, 1};
        double[] zeros = new double[4];
        double z = 1.959963984540054;
        double others = z * z / (4 + z * z);
        assertThat(Bootstrap.mean(ones, 100, 0.95, 1).low()).isNaN();
        assertThat(Bootstrap.middle(new double[] {3, 3, 3}, 0.95).high()).isNaN();
        assertThat(Bootstrap.middle(new double[] {3}, 0.95).high()).isNaN();
        assertThat(Bootstrap.pairedDifference(zeros, ones, 100, 0.95, 1).low()).isNaN();
        Interval even = Bootstrap.pairedShares(ones, ones, 100, 0.95, 1);
        assertThat(even.low()).isCloseTo(-others, within(1e-12));
        assertThat(even.high()).isCloseTo(others, within(1e-12));
        Interval won = Bootstrap.pairedShares(zeros, ones, 100, 0.95, 1);
        assertThat(won.low()).isCloseTo(1 - 2 * others, within(1e-12));
        assertThat(won.high()).isEqualTo(1);
        assertThat(Bootstrap.pairedShares(new double[0], new double[0], 100, 0.95, 1)
                        .low())
                .isNaN();
        double[] mixed = {0, 1, 0, 1};
        assertThat(Bootstrap.pairedShares(zeros, mixed, 100, 0.95, 1))
                .isEqualTo(Bootstrap.pairedDifference(zeros, mixed, 100, 0.95, 1));
        SeedSummary seeds = SeedSummary.of(47, 47, 47);
        assertThat(seeds.mean()).isEqualTo(47);
        assertThat(seeds.standardDeviation()).isZero();
        assertThat(seeds.low()).isNaN();
        assertThat(seeds.high()).isNaN();
    }

    /** NumPy: {@code np.quantile([1, 2, 4, 8], q)} at 0, 0.1, 0.5 and 1. */
    @Test
    void quantilesAreLinearBetweenNeighbours() {
        double[] sorted = {1, 2, 4, 8};
        assertThat(Bootstrap.quantile(sorted, 0)).isEqualTo(1);
        assertThat(Bootstrap.quantile(sorted, 0.1)).isCloseTo(1.3, within(1e-12));
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(8);
    }
}
