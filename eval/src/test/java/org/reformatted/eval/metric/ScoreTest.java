package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {
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
}
