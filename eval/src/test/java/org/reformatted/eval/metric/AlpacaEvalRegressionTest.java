package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.metric.AlpacaEvalRegression.RegressionRow;

/** Golden values are of AlpacaEval's own code, by {@code src/test/golden/alpaca_eval_length_control.py}; rows as there. */
class AlpacaEvalRegressionTest {
    private static final int N = 60;

    @Test
    void fitsAsAlpacaEvalFitsWithItsGamedBaselines() {
        AlpacaEvalRegression.RegressionFit fit = AlpacaEvalRegression.fit(rows(), gamed());
        assertThat(fit.percent()).isCloseTo(48.876717682, within(1e-6));
        assertThat(fit.length()).isCloseTo(-1.476164651, within(1e-7));
        assertThat(fit.difficulty()).isCloseTo(-0.576432871, within(1e-7));
        assertThat(fit.model()).isCloseTo(-0.033418630, within(1e-7));
        assertThat(fit.c()).isCloseTo(2.782559402, within(1e-9));
    }

    @Test
    void fitsAsAlpacaEvalFitsWithoutThem() {
        AlpacaEvalRegression.RegressionFit fit = AlpacaEvalRegression.fit(rows(), List.of());
        assertThat(fit.percent()).isCloseTo(45.386503884, within(1e-6));
        assertThat(fit.length()).isCloseTo(-1.173315896, within(1e-7));
        assertThat(fit.difficulty()).isCloseTo(-0.804474499, within(1e-7));
        assertThat(fit.model()).isCloseTo(-0.192592597, within(1e-7));
        assertThat(fit.c()).isCloseTo(2.782559402, within(1e-9));
    }

    @Test
    void aStrongPenaltyLeavesNothingAndAWeakOneTheLikeliestFit() {
        double[][] features = {{1, 0.5, 0}, {1, -0.5, 0}, {1, 1, 0}, {1, -2, 0}};
        double[] outcomes = {0.9, 0.7, 0.2, 0.6};
        double[] weights = {1, 2, 1, 0.5};
        assertThat(SparseLogisticFit.coefficients(features, outcomes, weights, 1e-4))
                .containsExactly(0, 0, 0);
        double[] likeliest = SparseLogisticFit.coefficients(features, outcomes, weights, 1e9);
        for (int f = 0; f < 2; f++) {
            assertThat(slope(features, outcomes, weights, likeliest, f)).isCloseTo(0, within(1e-8));
        }
        assertThat(likeliest[2]).isZero();
    }

    @Test
    void thePenaltyHoldsACoefficientWhereItsSlopeIsOneOverC() {
        double[][] features = {{1}, {1}, {1}};
        double[] outcomes = {1, 1, 0.4};
        double[] fitted = SparseLogisticFit.coefficients(features, outcomes, new double[] {1, 1, 1}, 4);
        double chance = LogisticFit.probability(new double[] {1}, fitted);
        assertThat(2.4 - 3 * chance).isCloseTo(0.25, within(1e-9));
        double[] separable =
                SparseLogisticFit.coefficients(features, new double[] {1, 1, 1}, new double[] {1, 1, 1}, 10);
        assertThat(3 - 3 * LogisticFit.probability(new double[] {1}, separable)).isCloseTo(0.1, within(1e-9));
        assertThatThrownBy(() -> SparseLogisticFit.coefficients(features, outcomes, new double[2], 1))
                .hasMessageContaining("features (3 rows), outcomes (3) and weights (2) must have the same length");
        assertThatThrownBy(() -> SparseLogisticFit.coefficients(new double[0][], new double[0], new double[0], 1))
                .hasMessageContaining("features must not be empty");
    }

    /** Of two outliers, Newton's plain step from the second point on leaps ever farther; halving brings it back. */
    @Test
    void stepsThatLeapTooFarAreHalved() {
        double[][] features = {{1, 10}, {1, 5}, {1, -30}, {1, -10}};
        double[] outcomes = {1, 0, 0, 0};
        double[] weights = {1, 100, 1, 10};
        double[] fitted = SparseLogisticFit.coefficients(features, outcomes, weights, 10);
        for (int f = 0; f < 2; f++) {
            assertThat(slope(features, outcomes, weights, fitted, f))
                    .isCloseTo(-Math.signum(fitted[f]) / 10, within(1e-9));
        }
    }

    @Test
    void thePenaltyTakesOutAFeatureThatTellsLittleAndKeepsTheOther() {
        double[][] features = {{1, 0.1}, {1, -0.2}, {1, 0.15}, {-1, 0.1}};
        double[] outcomes = {0.9, 0.7, 0.8, 0.1};
        double[] weights = {1, 2, 1, 0.5};
        double[] fitted = SparseLogisticFit.coefficients(features, outcomes, weights, 3);
        assertThat(fitted[1]).isZero();
        assertThat(slope(features, outcomes, weights, fitted, 0)).isCloseTo(-1 / 3.0, within(1e-9));
        assertThat(slope(features, outcomes, weights, fitted, 1)).isBetween(-1 / 3.0, 1 / 3.0);
    }

    private static double slope(double[][] features, double[] outcomes, double[] weights, double[] fitted, int f) {
        double slope = 0;
        for (int n = 0; n < outcomes.length; n++) {
            slope += weights[n] * (LogisticFit.probability(features[n], fitted) - outcomes[n]) * features[n][f];
        }
        return slope;
    }

    @Test
    void anOutcomeAgainstTheOddsCostsTheirLogarithm() {
        assertThat(SparseLogisticFit.loss(new double[] {1000}, 0, new double[] {1}))
                .isEqualTo(1000);
        assertThat(SparseLogisticFit.loss(new double[] {1000}, 1, new double[] {-1}))
                .isEqualTo(1000);
        assertThat(SparseLogisticFit.loss(new double[] {40}, 1, new double[] {1}))
                .isCloseTo(Math.exp(-40), within(1e-30));
        assertThat(SparseLogisticFit.loss(new double[] {0}, 0.5, new double[] {1}))
                .isCloseTo(Math.log(2), within(1e-12));
        assertThat(SparseLogisticFit.loss(new double[] {1}, 1, new double[] {2}))
                .isCloseTo(Math.log(1 + Math.exp(-2)), within(1e-12));
        assertThat(SparseLogisticFit.loss(new double[] {1}, 0.25, new double[] {-2}))
                .isCloseTo(0.25 * Math.log(1 + Math.exp(2)) + 0.75 * Math.log(1 + Math.exp(-2)), within(1e-12));
    }

    @Test
    void publishedCoefficientsPredictTheMeanChance() {
        List<RegressionRow> rows =
                List.of(new RegressionRow(0, 9, 1), new RegressionRow(1, 9, -1), new RegressionRow(Double.NaN, 9, 1));
        assertThat(AlpacaEvalRegression.percent(0, 0, rows)).isEqualTo(50);
        assertThat(AlpacaEvalRegression.percent(Math.log(3), 0, rows)).isCloseTo(75, within(1e-12));
        assertThat(AlpacaEvalRegression.percent(0, Math.log(3), rows)).isCloseTo((75 + 25 + 75) / 3.0, within(1e-12));
        assertThat(AlpacaEvalRegression.percent(0, 0, List.of())).isNaN();
    }

    @Test
    void drawsAnewSpreadAboutTheFitAndAreTheSameForASeed() {
        double[] draws = AlpacaEvalRegression.resampled(rows(), gamed(), 2.78, 60, 3);
        assertThat(draws).hasSize(60).isSorted();
        assertThat(Bootstrap.middle(draws, 0.95).contains(48.8767)).isTrue();
        assertThat(draws[59] - draws[0]).isBetween(2.0, 40.0);
        assertThat(AlpacaEvalRegression.resampled(rows(), gamed(), 2.78, 60, 3)).isEqualTo(draws);
    }

    @Test
    void aDrawWithoutAnyPreferenceIsNone() {
        List<RegressionRow> rows = List.of(
                new RegressionRow(0.7, 1, 0),
                new RegressionRow(Double.NaN, -1, 0),
                new RegressionRow(Double.NaN, 0, 0));
        assertThat(AlpacaEvalRegression.resampled(rows, List.of(), 1, 100, 3))
                .hasSizeBetween(50, 90)
                .doesNotContain(Double.NaN);
    }

    @Test
    void fewRowsAndEqualLengthsAreFittedAllTheSame() {
        List<RegressionRow> equal =
                AlpacaEvalRegression.standardised(List.of(new RegressionRow(0.2, 5, 0), new RegressionRow(0.4, 5, 0)));
        assertThat(equal).extracting(RegressionRow::length).containsExactly(0.0, 0.0);
        AlpacaEvalRegression.RegressionFit fit = AlpacaEvalRegression.fit(equal, List.of());
        assertThat(fit.c()).isEqualTo(100);
        assertThat(fit.percent()).isCloseTo(30.5, within(1e-6)); // the penalty's pull: half of 1 / C above the mean
        List<RegressionRow> apart =
                AlpacaEvalRegression.standardised(List.of(new RegressionRow(0.2, 1, 3), new RegressionRow(0.4, -1, 4)));
        assertThat(apart.get(0).length()).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(apart.get(1).length()).isCloseTo(-Math.sqrt(0.5), within(1e-12));
        assertThat(apart.get(1).preference()).isEqualTo(0.4);
        assertThat(apart.get(1).difficulty()).isEqualTo(4);
    }

    @Test
    void foldsAreHeldOutFromFiveRowsOn() {
        List<RegressionRow> rows = rows().subList(0, 5);
        assertThat(AlpacaEvalRegression.fit(rows, List.of()).c()).isNotEqualTo(100);
        assertThat(AlpacaEvalRegression.fit(rows.subList(0, 4), List.of()).c()).isEqualTo(100);
    }

    private static double chance(double odds) {
        return 1 / (1 + Math.exp(-odds));
    }

    private static double difficulty(int i) {
        return (i * 13 % 7 - 3) / 2.0;
    }

    private static List<RegressionRow> rows() {
        List<RegressionRow> rows = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            double difference = i * 37 % 101 - 20;
            double preference = chance(-1 - 0.9 * difficulty(i) - difference / 30 + i * 29 % 53 / 26.0);
            rows.add(new RegressionRow(i % 11 == 5 ? Double.NaN : preference, difference, difficulty(i)));
        }
        return AlpacaEvalRegression.standardised(rows);
    }

    private static List<RegressionRow> gamed() {
        List<RegressionRow> rows = new ArrayList<>();
        for (int kind = 0; kind < 2; kind++) {
            for (int i = 0; i < N; i++) {
                double length = (1 - 2 * kind) * (i * 17 % 23) / 10.0;
                double odds = 0.6 * difficulty(i) - 1.7 * length + i * 31 % 47 / 23.0 - 1;
                rows.add(new RegressionRow(chance(odds), length, difficulty(i)));
            }
        }
        return rows;
    }
}
