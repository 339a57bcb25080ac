package org.reformatted.experiments.config;

import org.reformatted.realign.base.Check;

/**
 * The device and the threads of an experiment; they are not a part of its identity.
 *
 * @param device {@code cpu}, {@code gpu} or {@code gpu1}
 * @param threads the number of cores that an operator may use
 * @param batchRows the maximum number of answers that are generated at a time
 */
public record Compute(String device, int threads, int batchRows) {
    /** Checks the ranges. */
    public Compute {
        Check.argument(device.matches("cpu|gpu\\d*"), "device (%s) must be cpu, gpu or gpu with a number", device);
        Check.argument(threads > 0, "threads (%s) must be positive", threads);
        Check.argument(batchRows > 0, "batchRows (%s) must be positive", batchRows);
    }
}
