package org.reformatted.finetune.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.train.config.ScheduleConfig;
import org.reformatted.finetune.train.config.ScheduleConfig.Shape;

class LearningRateScheduleTest {
    @Test
    void risesToThePeakAndFallsToTheFinalFraction() {
        ScheduleConfig cosine = new ScheduleConfig(Shape.COSINE, Optional.of(4), 0.05, 0.1);
        assertThat(LearningRateSchedule.at(cosine, 8, 0, 104)).isEqualTo(2);
        assertThat(LearningRateSchedule.at(cosine, 8, 3, 104)).isEqualTo(8);
        assertThat(LearningRateSchedule.at(cosine, 8, 4, 104)).isEqualTo(8);
        assertThat(LearningRateSchedule.at(cosine, 8, 54, 104)).isCloseTo(4.4, within(1e-12));
        assertThat(LearningRateSchedule.at(cosine, 8, 104, 104)).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void otherShapesShareTheirEnds() {
        ScheduleConfig linear = new ScheduleConfig(Shape.LINEAR, Optional.of(0), 0.05, 0.5);
        assertThat(LearningRateSchedule.at(linear, 1, 0, 10)).isEqualTo(1);
        assertThat(LearningRateSchedule.at(linear, 1, 5, 10)).isEqualTo(0.75);
        ScheduleConfig constant = new ScheduleConfig(Shape.CONSTANT, Optional.of(0), 0.05, 0.5);
        assertThat(LearningRateSchedule.at(constant, 1, 9, 10)).isEqualTo(1);
    }

    @Test
    void warmupIsAShareOfTheRunWhenNoStepsAreGiven() {
        ScheduleConfig config = new ScheduleConfig(Shape.COSINE, Optional.empty(), 0.05, 0.1);
        assertThat(config.warmup(200)).isEqualTo(10);
        assertThat(LearningRateSchedule.at(config, 1, 0, 200)).isEqualTo(0.1);
    }
}
