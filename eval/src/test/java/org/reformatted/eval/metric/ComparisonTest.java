package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
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

    @Test
    void signTestIsTheExactBinomial() {
        assertThat(SignTest.exact(1, 8)).isCloseTo(0.0390625, within(1e-12));
    }

    /** R: {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")} is 0.03 0.06 0.06 0.02. */
    @Test
    void holmAdjustsAsInR() {
        double[] adjusted = Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005});
        assertThat(adjusted).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Holm.adjusted(new double[] {0.9, 0.8})).containsExactly(1, 1);
        assertThat(Holm.adjusted(new double[0])).isEmpty();
        assertThatThrownBy(() -> Holm.adjusted(new double[] {1.2})).hasMessage("p (1.2) must lie in [0, 1]");
        assertThatThrownBy(() -> Holm.adjusted(new double[] {-0.1})).hasMessage("p (-0.1) must lie in [0, 1]");
    }

    /** R: {@code t.test(c(45, 47, 50))}: 47.33333, sd 2.516611, 41.08173 to 53.58494. */
    @Test
    void seedsAreSummarisedByStudentsT() {
        SeedSummary summary = SeedSummary.of(45, 47, 50);
        assertThat(summary.seeds()).isEqualTo(3);
        assertThat(summary.mean()).isCloseTo(47.333333, within(1e-5));
        assertThat(summary.standardDeviation()).isCloseTo(2.516611, within(1e-5));
        assertThat(summary.low()).isCloseTo(41.08173, within(1e-4));
        assertThat(summary.high()).isCloseTo(53.58494, within(1e-4));
        assertThat(SeedSummary.of(45).standardDeviation()).isNaN();
        assertThat(SeedSummary.of(45).low()).isNaN();
        assertThat(SeedSummary.of().mean()).isNaN();
    }

    @Test
    void spearmanIsOfRanksAlone() {
        assertThat(Descriptive.spearman(new double[] {1, 2, 3, 4}, new double[] {1, 8, 27, 64}))
                .isEqualTo(1);
        assertThat(Descriptive.spearman(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isEqualTo(-1);
        // scipy.stats.spearmanr([1, 2, 2, 4], [1, 3, 2, 4])
        assertThat(Descriptive.spearman(new double[] {1, 2, 2, 4}, new double[] {1, 3, 2, 4}))
                .isCloseTo(0.9486832980505138, within(1e-12));
        assertThat(Descriptive.spearman(new double[] {1, 1}, new double[] {1, 2}))
                .isNaN();
        assertThatThrownBy(() -> Descriptive.spearman(new double[1], new double[2]))
                .hasMessage("first (1 values) and second (2) must pair");
    }

    @Test
    void standardErrorAndItsInterval() {
        double[] values = {0, 0, 1, 1};
        assertThat(Descriptive.standardError(values)).isCloseTo(0.288675, within(1e-6));
        assertThat(Descriptive.normalInterval(values).low()).isCloseTo(0.5 - 1.959964 * 0.288675, within(1e-5));
        assertThat(Descriptive.normalInterval(values).high()).isCloseTo(0.5 + 1.959964 * 0.288675, within(1e-5));
        assertThat(Descriptive.normalInterval(new double[1]).low()).isNaN();
    }

    /** Connor's formula, checked backwards: n = (1.959964 sqrt(0.2) + 0.841621 sqrt(0.2 - 0.05^2))^2 / 0.05^2 = 624.68. */
    @Test
    void detectableDifferenceInvertsTheSampleSize() {
        assertThat(DetectableDifference.paired(625, 0.2, 0.05, 0.8)).isCloseTo(0.05, within(1e-4));
        assertThat(DetectableDifference.paired(1319, 0.2, 0.05, 0.8))
                .isLessThan(DetectableDifference.paired(100, 0.2, 0.05, 0.8));
        assertThat(DetectableDifference.paired(5, 0.2, 0.05, 0.8)).isNaN();
        assertThatThrownBy(() -> DetectableDifference.paired(0, 0.2, 0.05, 0.8)).hasMessage("n (0) must be positive");
        assertThatThrownBy(() -> DetectableDifference.paired(5, 0, 0.05, 0.8))
                .hasMessage("discordant (0.0) must lie in (0, 1]");
        assertThatThrownBy(() -> DetectableDifference.paired(5, 1.1, 0.05, 0.8))
                .hasMessage("discordant (1.1) must lie in (0, 1]");
        assertThat(DetectableDifference.paired(50, 1, 0.05, 0.8)).isPositive();
    }

    /** Cohen's textbook table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives kappa 0.4. */
    @Test
    void kappaIsAgreementBeyondChance() {
        List<String> first = new java.util.ArrayList<>();
        List<String> second = new java.util.ArrayList<>();
        int[] counts = {20, 5, 10, 15};
        for (int cell = 0; cell < 4; cell++) {
            for (int i = 0; i < counts[cell]; i++) {
                first.add(cell < 2 ? "yes" : "no");
                second.add(cell % 2 == 0 ? "yes" : "no");
            }
        }
        assertThat(Agreement.observed(first, second)).isCloseTo(0.7, within(1e-12));
        assertThat(Agreement.cohensKappa(first, second)).isCloseTo(0.4, within(1e-12));
        assertThat(Agreement.cohensKappa(first, first)).isCloseTo(1, within(1e-12));
        assertThat(Agreement.cohensKappa(List.of("a", "a"), List.of("a", "a"))).isNaN();
        assertThat(Agreement.observed(List.of(), List.of())).isNaN();
        assertThatThrownBy(() -> Agreement.observed(List.of(1), List.of()))
                .hasMessage("first (1) and second (0) must pair");
    }

    @Test
    void repeatsAgreeAsFarAsTheirPairsDo() {
        assertThat(Agreement.amongRepeats(List.of(List.of(1, 2), List.of(1, 2), List.of(1, 3))))
                .isCloseTo((1 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(Agreement.amongRepeats(List.of(List.of(1, 2)))).isNaN();
    }

    /** HumanEval's estimator: 1 - C(n - c, k) / C(n, k). */
    @Test
    void passAtKIsWithoutBias() {
        assertThat(Candidates.passAt(10, 3, 1)).isCloseTo(0.3, within(1e-12));
        assertThat(Candidates.passAt(5, 2, 2)).isCloseTo(1 - 3.0 / 10, within(1e-12));
        assertThat(Candidates.passAt(5, 4, 2)).isEqualTo(1);
        assertThat(Candidates.passAt(5, 0, 5)).isZero();
        assertThat(Candidates.passAt(5, 5, 1)).isEqualTo(1);
        assertThatThrownBy(() -> Candidates.passAt(5, 2, 6)).hasMessage("k (6) must lie in [1, 5]");
        assertThatThrownBy(() -> Candidates.passAt(5, 2, 0)).hasMessage("k (0) must lie in [1, 5]");
        assertThatThrownBy(() -> Candidates.passAt(5, 6, 1)).hasMessage("correct (6) must lie in [0, 5]");
        assertThatThrownBy(() -> Candidates.passAt(5, -1, 1)).hasMessage("correct (-1) must lie in [0, 5]");
    }

    @Test
    void majorityIsTheMostFrequentAndFirstOfEquals() {
        assertThat(Candidates.majority(List.of(Optional.of("2"), Optional.of("3"), Optional.empty(), Optional.of("3"))))
                .hasValue("3");
        assertThat(Candidates.majority(List.of(Optional.of("2"), Optional.of("3"))))
                .hasValue("2");
        assertThat(Candidates.majority(List.of(Optional.empty()))).isEmpty();
    }

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
                .hasMessage("features (4 rows) and outcomes (1) must pair");
    }

    /** Preferences made from known coefficients come out with these, and the rate is that at equal lengths. */
    @Test
    void kappaAmongRepeatsIsTheMeanOverTheirPairs() {
        List<String> a = List.of("x", "x", "y", "y");
        List<String> b = List.of("x", "y", "y", "y");
        assertThat(Agreement.cohensKappa(a, b)).isCloseTo(0.5, within(1e-12));
        assertThat(Agreement.kappaAmongRepeats(List.of(a, a, b))).isCloseTo((1 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(Agreement.amongRepeats(List.of(a, a, b))).isCloseTo((1 + 0.75 + 0.75) / 3, within(1e-12));
        assertThat(Agreement.kappaAmongRepeats(List.of(a))).isNaN();
        assertThat(Agreement.kappaAmongRepeats(List.of(List.of("x"), List.of("x"))))
                .isNaN();
    }

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
        LengthControlledWinRate.Fit fit = LengthControlledWinRate.fit(preferences, differences, difficulties);
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
        LengthControlledWinRate.Fit even =
                LengthControlledWinRate.fit(new double[] {0.2, 0.4}, new double[] {5, 5}, new double[2]);
        assertThat(even.percent()).isCloseTo(30, within(1e-3));
        assertThat(even.difficultyCoefficient()).isZero();
        assertThatThrownBy(() -> LengthControlledWinRate.fit(new double[1], new double[2], new double[1]))
                .hasMessageContaining("must be over the same instructions");
        assertThatThrownBy(() -> LengthControlledWinRate.fit(new double[1], new double[1], new double[2]))
                .hasMessageContaining("must be over the same instructions");
    }
}
