package org.reformatted.finetune.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleConfigTest {
    @Test
    void stepsWinOverTheFraction() {
        assertThat(config(Optional.of(7), 0.5).warmup(100)).isEqualTo(7);
        assertThat(config(Optional.empty(), 0.05).warmup(110)).isEqualTo(6);
        assertThat(config(Optional.empty(), 0).warmup(110)).isZero();
        assertThatThrownBy(() -> config(Optional.of(-1), 0)).hasMessage("warmupSteps (-1) must not be negative");
        assertThatThrownBy(() -> config(Optional.empty(), 1)).hasMessageContaining("warmupFraction (1.0)");
    }

    private static ScheduleConfig config(Optional<Integer> steps, double fraction) {
        return new ScheduleConfig(ScheduleConfig.Shape.COSINE, steps, fraction, 0.1);
    }
}
