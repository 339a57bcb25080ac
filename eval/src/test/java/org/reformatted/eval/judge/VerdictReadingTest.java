package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictReadingTest {
    @Test
    void aRatingOffTheScaleIsNone() {
        VerdictReading read = VerdictReading.rating(11);
        assertThat(read.within(1, 10).cause()).isEqualTo(VerdictReading.OUT_OF_RANGE);
        assertThat(read.within(1, 10).reason()).isEqualTo("rating out of range: [11.0], where 1 to 10 was asked for");
        assertThat(VerdictReading.rating(10).within(1, 10).present()).isTrue();
        assertThat(VerdictReading.rating(1).within(1, 10).present()).isTrue();
        assertThat(VerdictReading.ratings(5, 0).within(1, 10).present()).isFalse();
    }

    @Test
    void aPreferenceIsAShareOfEach() {
        assertThat(VerdictReading.of(Preference.FIRST).values()).containsExactly(1.0, 0.0);
        assertThat(VerdictReading.of(Preference.SECOND).values()).containsExactly(0.0, 1.0);
        assertThat(VerdictReading.of(Preference.TIE).values()).containsExactly(0.5, 0.5);
    }
}
