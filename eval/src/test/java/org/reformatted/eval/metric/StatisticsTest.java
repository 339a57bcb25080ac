package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** R: {@code prop.test(788, 1319, correct = FALSE)}'s formula, worked by hand in Python with z = 1.959963984540054. */
    @Test
    void wilsonIntervalOfAbelsAccuracy() {
        Interval interval = new Proportion(788, 1319).wilson(0.95);
        double z = 1.959963984540054;
        double p = 788 / 1319.0;
        double centre = (788 + z * z / 2) / (1319 + z * z);
        double half = z / (1319 + z * z) * Math.sqrt(1319 * p * (1 - p) + z * z / 4);
        assertThat(interval.low()).isCloseTo(centre - half, within(1e-12));
        assertThat(interval.high()).isCloseTo(centre + half, within(1e-12));
    }

    /** Newcombe, Stat. Med. 17 (1998), table I: 81/263 gives 0.2553 to 0.3662, 0/20 gives 0 to 0.1611, 29/29 0.8830 to 1. */
    @Test
    void wilsonIntervalAgreesWithNewcombesTable() {
        assertThat(new Proportion(81, 263).wilson(0.95).low()).isCloseTo(0.2553, within(5e-5));
        assertThat(new Proportion(81, 263).wilson(0.95).high()).isCloseTo(0.3662, within(5e-5));
        assertThat(new Proportion(0, 20).wilson(0.95)).satisfies(interval -> {
            assertThat(interval.low()).isZero();
            assertThat(interval.high()).isCloseTo(0.1611, within(5e-5));
        });
        assertThat(new Proportion(29, 29).wilson(0.95)).satisfies(interval -> {
            assertThat(interval.low()).isCloseTo(0.8830, within(5e-5));
            assertThat(interval.high()).isEqualTo(1);
        });
    }

    @Test
    void nothingHasNoShareAndNoInterval() {
        assertThat(new Proportion(0, 0).value()).isNaN();
        assertThat(new Proportion(0, 0).wilson(0.95).low()).isNaN();
        assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("correct (3) must lie in [0, 2]");
        assertThatThrownBy(() -> new Proportion(-1, 2)).hasMessage("correct (-1) must lie in [0, 2]");
        assertThatThrownBy(() -> new Proportion(0, -1)).hasMessage("n (-1) must not be negative");
        assertThatThrownBy(() -> new Proportion(1, 2).wilson(1)).hasMessage("level (1.0) must lie in (0, 1)");
        assertThatThrownBy(() -> new Proportion(1, 2).wilson(0)).hasMessage("level (0.0) must lie in (0, 1)");
    }

    /** R: {@code binom.test(1, 9)$p.value} 0.0390625, {@code binom.test(5, 20)} 0.04138947. */
    @Test
    void mcNemarIsTheExactBinomial() {
        assertThat(McNemar.exact(1, 8)).isCloseTo(0.0390625, within(1e-12));
        assertThat(McNemar.exact(8, 1)).isCloseTo(0.0390625, within(1e-12));
        assertThat(McNemar.exact(5, 15)).isCloseTo(0.04138947, within(1e-8));
        assertThat(McNemar.exact(4, 4)).isEqualTo(1);
        assertThat(McNemar.exact(0, 0)).isEqualTo(1);
        assertThat(McNemar.exact(0, 1)).isEqualTo(1);
        assertThatThrownBy(() -> McNemar.exact(-1, 0)).hasMessage("onlyFirst (-1) must not be negative");
        assertThatThrownBy(() -> McNemar.exact(0, -1)).hasMessage("onlySecond (-1) must not be negative");
    }

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

    /** By hand: 2 of 2, 1 of 4 and 0 of 2 answers are 3 of 8; residuals 2 - 0.75, 1 - 1.5 and -0.75. */
    @Test
    void answersOfOneExampleAreAClusterAndCountOnceEach() {
        ScoreTally tally = new ScoreTally();
        tally.add(1, true, 2);
        tally.add(0.25, true, 4);
        tally.add(0, false, 2);
        Score score = tally.score();
        assertThat(tally.value()).isEqualTo(37.5);
        assertThat(score.value()).isEqualTo(37.5);
        assertThat(score.n()).isEqualTo(8);
        assertThat(score.unparsed()).isEqualTo(1);
        double squares = 1.25 * 1.25 + 0.5 * 0.5 + 0.75 * 0.75;
        assertThat(score.standardError()).isCloseTo(100 * Math.sqrt(3.0 / 2 * squares) / 8, within(1e-9));
        assertThat(score.low()).isEqualTo(0);
        assertThat(score.high()).isCloseTo(37.5 + 1.959963984540054 * score.standardError(), within(1e-9));
        ScoreTally alike = new ScoreTally();
        alike.add(1, true, 2);
        alike.add(1, true, 3);
        assertThat(alike.score().high()).isEqualTo(100);
        assertThat(alike.score().low())
                .isEqualTo(100 * new Proportion(2, 2).wilson(0.95).low());
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

    @Test
    void tallyCountsRightWrongAndUnparsedApart() {
        ScoreTally tally = new ScoreTally();
        assertThat(tally.value()).isNaN();
        assertThat(tally.score().value()).isNaN();
        tally.add(1, true);
        tally.add(0, true);
        tally.add(0, false);
        tally.add(1, true);
        Score score = tally.score();
        assertThat(score.value()).isEqualTo(50);
        assertThat(score.correct()).isEqualTo(2);
        assertThat(score.n()).isEqualTo(4);
        assertThat(score.unparsed()).isEqualTo(1);
        assertThat(score.unparsedShare()).isEqualTo(0.25);
        assertThat(score.unit()).isEqualTo("percent");
        Interval wilson = new Proportion(2, 4).wilson(0.95);
        assertThat(score.low()).isEqualTo(100 * wilson.low());
        assertThat(score.high()).isEqualTo(100 * wilson.high());
        assertThatThrownBy(() -> tally.add(1.1, true)).hasMessage("share (1.1) must lie in [0, 1]");
        assertThatThrownBy(() -> tally.add(Double.NaN, true)).hasMessage("share (NaN) must lie in [0, 1]");
    }

    /** Mean 0.5, standard deviation 0.4082483, standard error 0.2041241 of {0, 0.5, 0.5, 1}. */
    @Test
    void sharesBetweenHaveTheNormalInterval() {
        ScoreTally tally = new ScoreTally();
        tally.add(0, true);
        tally.add(0.5, true);
        tally.add(0.5, true);
        tally.add(1, true);
        Score score = tally.score();
        assertThat(score.correct()).isNull();
        assertThat(score.value()).isCloseTo(50, within(1e-12));
        assertThat(score.low()).isCloseTo(100 * (0.5 - 1.959963985 * 0.2041241452), within(1e-6));
        assertThat(score.high()).isCloseTo(100 * (0.5 + 1.959963985 * 0.2041241452), within(1e-6));
        ScoreTally single = new ScoreTally();
        single.add(0.5, true);
        assertThat(single.score().low()).isNaN();
    }

    /** Mean 6, standard deviation 2, standard error 1.1547005 of {4, 6, 8}. */
    @Test
    void measuresKeepTheirUnitAndLeaveOutWhatHasNone() {
        ScoreTally tally = new ScoreTally("grade");
        tally.add(4, true);
        tally.add(0, false);
        tally.add(6, true);
        tally.add(8, true);
        Score score = tally.score();
        assertThat(score.unit()).isEqualTo("grade");
        assertThat(score.value()).isCloseTo(6, within(1e-12));
        assertThat(score.n()).isEqualTo(3);
        assertThat(score.correct()).isNull();
        assertThat(score.unparsed()).isEqualTo(1);
        assertThat(score.unparsedShare()).isEqualTo(0.25);
        assertThat(score.standardError()).isCloseTo(1.1547005384, within(1e-9));
        assertThat(score.low()).isCloseTo(6 - 1.959963985 * 1.1547005384, within(1e-6));
        assertThat(score.high()).isCloseTo(6 + 1.959963985 * 1.1547005384, within(1e-6));
    }

    /** Squares of the distances from the mean, 5, sum to 32; 32 / 7 below the root. */
    @Test
    void deviationHasOneLessBelowTheLine() {
        double[] values = {2, 4, 4, 4, 5, 5, 7, 9};
        assertThat(Descriptive.standardDeviation(values)).isCloseTo(2.1380899353, within(1e-9));
        assertThat(Descriptive.standardDeviation(new double[] {1, 3})).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(Descriptive.standardDeviation(new double[] {1})).isNaN();
        assertThat(Descriptive.mean(new double[0])).isNaN();
    }

    @Test
    void meanOfTwoHasAnIntervalAndOfOneHasNone() {
        Interval interval = Descriptive.normalInterval(new double[] {1, 3});
        assertThat(interval.low()).isCloseTo(2 - 1.959963985, within(1e-8));
        assertThat(interval.high()).isCloseTo(2 + 1.959963985, within(1e-8));
        assertThat(Descriptive.normalInterval(new double[] {1}).low()).isNaN();
        Score score = Score.ofMean(new double[] {1, 3}, "rating", 2);
        assertThat(score.value()).isEqualTo(2);
        assertThat(score.n()).isEqualTo(2);
        assertThat(score.standardError()).isCloseTo(1, within(1e-12));
        assertThat(score.unparsedShare()).isEqualTo(0.5);
        ScoreTally shares = new ScoreTally();
        shares.add(0.5, true);
        shares.add(0.7, true);
        assertThat(shares.score().low()).isCloseTo(60 - 19.59963985, within(1e-6));
    }

    /** Of ten ties Wilson's limits at p = 1/2: 1/2 -+ z sqrt(1/40 + z^2/400) / (1 + z^2/10). */
    @Test
    void equalSharesHaveAnIntervalWithWidth() {
        double[] ties = new double[10];
        Arrays.fill(ties, 50);
        Score score = Score.ofMean(ties, Score.PERCENT, 0);
        assertThat(score.low()).isCloseTo(23.6593, within(1e-4));
        assertThat(score.high()).isCloseTo(76.3407, within(1e-4));
        Score wins = Score.ofMean(new double[] {100, 100, 100}, Score.PERCENT, 0);
        assertThat(wins.low()).isCloseTo(100 / (1 + 1.959963985 * 1.959963985 / 3), within(1e-6));
        assertThat(wins.high()).isEqualTo(100);
        double[] rounded = {1.4, 1.4, 1.4}; // a third of their sum is another number
        assertThat(Score.ofMean(rounded, Score.PERCENT, 0).high()).isGreaterThan(50);
        assertThat(Score.ofMean(rounded, "rating", 0).high()).isNaN();
    }

    /** Mean 5; sums of distances -3, 1 and 2, so sqrt(3 / 2 * 14) / 5. */
    @Test
    void numbersOfAClusterCountTogether() {
        Score score = Score.ofClusters(
                List.of(new double[] {3, 4}, new double[] {6}, new double[] {}, new double[] {8, 4}), "rating", 1);
        assertThat(score.value()).isEqualTo(5);
        assertThat(score.n()).isEqualTo(5);
        assertThat(score.standardError()).isCloseTo(Math.sqrt(21) / 5, within(1e-12));
        assertThat(score.high()).isCloseTo(5 + 1.959963985 * Math.sqrt(21) / 5, within(1e-6));
        assertThat(score.unparsedShare()).isCloseTo(1.0 / 6, within(1e-12));
        Score alone = Score.ofClusters(List.of(new double[] {1}, new double[] {3}, new double[] {9}), "rating", 0);
        assertThat(alone).isEqualTo(Score.ofMean(new double[] {1, 3, 9}, "rating", 0));
        assertThat(Score.ofClusters(List.of(new double[] {1, 3}), "rating", 0).low())
                .isNaN();
    }

    /** Ranks 1, 2.5, 2.5, 4 against 1 to 4: 4.5 / sqrt(4.5 * 5). */
    @Test
    void rankCorrelationSharesTheRanksOfTies() {
        double[] rising = {1, 2, 3, 4};
        assertThat(Descriptive.spearman(rising, new double[] {10, 30, 40, 700})).isCloseTo(1, within(1e-12));
        assertThat(Descriptive.spearman(rising, new double[] {9, 8, 3, -1})).isCloseTo(-1, within(1e-12));
        assertThat(Descriptive.spearman(new double[] {1, 2, 2, 3}, rising)).isCloseTo(0.9486832981, within(1e-9));
        assertThat(Descriptive.spearman(new double[] {1, 1}, new double[] {1, 2}))
                .isNaN();
    }

    @Test
    void intervalsStretchAndContain() {
        assertThat(new Interval(0.1, 0.3).times(10)).isEqualTo(new Interval(1, 3));
        assertThat(new Interval(1, 3).contains(1)).isTrue();
        assertThat(new Interval(1, 3).contains(3)).isTrue();
        assertThat(new Interval(1, 3).contains(0.5)).isFalse();
        assertThat(new Interval(1, 3).contains(3.5)).isFalse();
    }
}
