package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilcoxonTest {
    /** R: {@code wilcox.test(x, y, paired = TRUE, exact = TRUE)}; without ties the classic tables: n = 8, W = 3 gives 0.0390625. */
    @Test
    void wilcoxonIsExactForFewDifferences() {
        double[] zero = new double[8];
        assertThat(Wilcoxon.pValue(zero, new double[] {-1, -2, 3, 4, 5, 6, 7, 8}))
                .isCloseTo(0.0390625, within(1e-12));
        assertThat(Wilcoxon.pValue(new double[] {-1, -2, 3, 4, 5, 6, 7, 8}, zero))
                .isCloseTo(0.0390625, within(1e-12));
        assertThat(Wilcoxon.pValue(zero, zero)).isEqualTo(1);
        assertThat(Wilcoxon.pValue(new double[5], new double[] {1, 2, 3, 4, 5})).isCloseTo(2 / 32.0, within(1e-12));
        // zeros are left out
        assertThat(Wilcoxon.pValue(new double[7], new double[] {1, 2, 3, 4, 5, 0, 0}))
                .isCloseTo(2 / 32.0, within(1e-12));
    }

    /** By hand: sizes 1, 1, 2 have doubled mean ranks 3, 3, 6; of the 8 signs, 4 give a sum as extreme as {@code - + +}. */
    @Test
    void equalSizesShareTheirRank() {
        assertThat(Wilcoxon.doubledRanks(new double[] {1, -1, 2})).containsExactly(3, 3, 6);
        assertThat(Wilcoxon.pValue(new double[3], new double[] {-1, 1, 2})).isCloseTo(0.75, within(1e-12));
        assertThat(Wilcoxon.doubledRanks(new double[] {5, -7, 1})).containsExactly(4, 6, 2);
    }

    @Test
    void wilcoxonsApproximationMeetsTheExactTest() {
        int n = Wilcoxon.EXACT_UP_TO;
        double[] values = new double[n + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 7 < 3 ? -1 : 1) * (i + 1.0);
        }
        double exact = Wilcoxon.pValue(new double[n], java.util.Arrays.copyOf(values, n));
        double approximate = Wilcoxon.pValue(new double[n + 1], values);
        assertThat(exact).isBetween(0.01, 0.5);
        assertThat(approximate).isCloseTo(exact, within(0.03));
    }
}
