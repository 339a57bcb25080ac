package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SeedSummaryTest {
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
}
