package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTest {
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
}
