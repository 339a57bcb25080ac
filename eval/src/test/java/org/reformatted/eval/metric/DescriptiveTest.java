package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DescriptiveTest {
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
                .hasMessage("first (1 values) and second (2) must have the same length");
    }

    @Test
    void standardErrorAndItsInterval() {
        double[] values = {0, 0, 1, 1};
        assertThat(Descriptive.standardError(values)).isCloseTo(0.288675, within(1e-6));
        assertThat(Descriptive.normalInterval(values).low()).isCloseTo(0.5 - 1.959964 * 0.288675, within(1e-5));
        assertThat(Descriptive.normalInterval(values).high()).isCloseTo(0.5 + 1.959964 * 0.288675, within(1e-5));
        assertThat(Descriptive.normalInterval(new double[1]).low()).isNaN();
    }
}
