package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * One feature that is 1 throughout has a solution by hand: with weights of sum W and outcomes of mean p the slope is zero where the fitted
 * chance is p - sign(b) / (C W), and b is 0 where p lies within 1 / (C W) of one half.
 */
class SparseLogisticFitTest {
    private static double[][] ones(int rows) {
        double[][] features = new double[rows][1];
        Arrays.stream(features).forEach(row -> row[0] = 1);
        return features;
    }

    private static double[] filled(int rows, double value) {
        double[] values = new double[rows];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void oneFeatureByHand() {
        // 0.8 - 1 / 10 = 0.7, and its odds are 7 to 3
        assertThat(SparseLogisticFit.coefficients(ones(10), filled(10, 0.8), filled(10, 1), 1)[0])
                .isCloseTo(Math.log(7.0 / 3), within(1e-9));
        assertThat(SparseLogisticFit.coefficients(ones(10), filled(10, 0.2), filled(10, 1), 1)[0])
                .isCloseTo(-Math.log(7.0 / 3), within(1e-9));
    }

    @Test
    void thePenaltyMakesAWeakCoefficientNought() {
        assertThat(SparseLogisticFit.coefficients(ones(10), filled(10, 0.58), filled(10, 1), 1)[0])
                .isZero();
        assertThat(SparseLogisticFit.coefficients(ones(10), filled(10, 0.58), filled(10, 1), 2)[0])
                .as("0.58 - 1 / 20 = 0.53")
                .isCloseTo(Math.log(0.53 / 0.47), within(1e-9));
    }

    @Test
    void aWeightOfTwoIsTwoRows() {
        double[][] features = {{1, 0.5}, {1, -2}, {1, 1}};
        double[] weighted =
                SparseLogisticFit.coefficients(features, new double[] {1, 0, 0.3}, new double[] {2, 1, 1}, 5);
        double[] repeated = SparseLogisticFit.coefficients(
                new double[][] {{1, 0.5}, {1, 0.5}, {1, -2}, {1, 1}}, new double[] {1, 1, 0, 0.3}, filled(4, 1), 5);
        assertThat(weighted).containsExactly(repeated, within(1e-9));
    }

    @Test
    void aFeatureThatIsNothingThroughoutHasNoCoefficient() {
        double[] fit = SparseLogisticFit.coefficients(
                new double[][] {{0, 1}, {0, 1}}, new double[] {0.9, 0.9}, new double[] {10, 10}, 1);
        assertThat(fit[0]).isZero();
        assertThat(fit[1]).isCloseTo(Math.log(0.85 / 0.15), within(1e-9));
    }

    @Test
    void theLossStaysFiniteWhereTheChanceRoundsToOne() {
        assertThat(SparseLogisticFit.loss(new double[] {1}, 0, new double[] {800}))
                .isEqualTo(800);
        assertThat(SparseLogisticFit.loss(new double[] {1}, 1, new double[] {800}))
                .isZero();
        assertThat(SparseLogisticFit.loss(new double[] {1}, 0.5, new double[] {0}))
                .isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void rowsMustPair() {
        assertThatThrownBy(() -> SparseLogisticFit.coefficients(ones(2), filled(1, 1), filled(2, 1), 1))
                .hasMessage("features (2 rows), outcomes (1) and weights (2) must have the same length");
        assertThatThrownBy(() -> SparseLogisticFit.coefficients(ones(0), filled(0, 1), filled(0, 1), 1))
                .hasMessage("features must not be empty");
    }
}
