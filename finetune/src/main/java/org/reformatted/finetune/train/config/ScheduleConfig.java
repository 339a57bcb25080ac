package org.reformatted.finetune.train.config;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * The learning rate schedule. The defaults are OpenChat's: 5% linear warmup, then a cosine down to a tenth of the peak.
 *
 * @param name the shape after the warmup
 * @param warmupSteps steps until the peak; if left out, {@code warmupFraction} of all steps
 * @param warmupFraction fraction of all steps, in [0, 1), used if {@code warmupSteps} is left out
 * @param finalFraction the learning rate at the end, as a fraction of the peak
 */
public record ScheduleConfig(
        @Default("cosine") @Identity Shape name,
        @Identity Optional<Integer> warmupSteps,
        @Default("0.05") @Identity double warmupFraction,
        @Default("0.1") @Identity double finalFraction) {
    /** Checks the ranges. */
    public ScheduleConfig {
        Check.argument(warmupSteps.orElse(0) >= 0, "warmupSteps (%s) must not be negative", warmupSteps.orElse(0));
        Check.argument(
                warmupFraction >= 0 && warmupFraction < 1,
                "warmupFraction (%s) must be at least 0 and below 1",
                warmupFraction);
        Check.argument(
                finalFraction >= 0 && finalFraction <= 1, "finalFraction (%s) must be between 0 and 1", finalFraction);
    }

    /** Shapes of a schedule. */
    public enum Shape {
        /** Half a cosine from the peak to the final fraction. */
        COSINE,
        /** A straight line from the peak to the final fraction. */
        LINEAR,
        /** The peak until the end. */
        CONSTANT
    }

    /**
     * The number of warmup steps.
     *
     * @param total steps of the run
     * @return steps until the peak
     */
    public long warmup(long total) {
        return warmupSteps.map(Integer::longValue).orElse(Math.round(warmupFraction * total));
    }
}
