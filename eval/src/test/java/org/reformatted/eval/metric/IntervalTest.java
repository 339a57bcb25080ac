package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void intervalsStretchAndContain() {
        assertThat(new Interval(0.1, 0.3).times(10)).isEqualTo(new Interval(1, 3));
        assertThat(new Interval(1, 3).contains(1)).isTrue();
        assertThat(new Interval(1, 3).contains(3)).isTrue();
        assertThat(new Interval(1, 3).contains(0.5)).isFalse();
        assertThat(new Interval(1, 3).contains(3.5)).isFalse();
    }
}
