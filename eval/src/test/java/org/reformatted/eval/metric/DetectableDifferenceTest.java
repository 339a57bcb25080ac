package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DetectableDifferenceTest {
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
}
