package org.reformatted.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.experiments.config.Expectation.Outcome.AHEAD;
import static org.reformatted.experiments.config.Expectation.Outcome.BEHIND;
import static org.reformatted.experiments.config.Expectation.Outcome.NOT_AHEAD;

import org.junit.jupiter.api.Test;

class ExpectationTest {
    @Test
    void aheadAndBehindMustBeBeyondChance() {
        assertThat(AHEAD.holds(3, true)).isTrue();
        assertThat(AHEAD.holds(3, false)).isFalse();
        assertThat(AHEAD.holds(-3, true)).isFalse();
        assertThat(BEHIND.holds(-3, true)).isTrue();
        assertThat(BEHIND.holds(-3, false)).isFalse();
    }

    @Test
    void notAheadIsMetByNoDifferenceAndByAWorseArm() {
        assertThat(NOT_AHEAD.holds(3, false)).isTrue();
        assertThat(NOT_AHEAD.holds(-3, true)).isTrue();
        assertThat(NOT_AHEAD.holds(3, true)).isFalse();
    }
}
