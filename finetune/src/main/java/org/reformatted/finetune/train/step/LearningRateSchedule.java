package org.reformatted.finetune.train.step;

import org.reformatted.finetune.train.config.ScheduleConfig;

/** The learning rate of a step, as pure functions. Steps count from 0. */
public final class LearningRateSchedule {
    private LearningRateSchedule() {}

    /**
     * The learning rate of a step: linear to the peak over the warmup, then the schedule's shape over the remaining steps.
     *
     * @param config the schedule
     * @param peak the highest rate
     * @param step number of the step, from 0
     * @param total steps of the run
     * @return the rate
     */
    public static double at(ScheduleConfig config, double peak, long step, long total) {
        long warmup = config.warmup(total);
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, total - warmup);
        double left = switch (config.name()) {
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
            case LINEAR -> 1 - progress;
            case CONSTANT -> 1;
        };
        return peak * (config.finalFraction() + (1 - config.finalFraction()) * left);
    }
}
