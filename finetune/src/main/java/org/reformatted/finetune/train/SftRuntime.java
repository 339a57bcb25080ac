package org.reformatted.finetune.train;

import ai.djl.Device;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.realign.base.Check;

/**
 * The device and the number of threads of a run. They are not part of the run's identity, although another number of threads may change the last bits
 * of sums.
 *
 * @param device the device
 * @param threads cores that an operator may use
 */
public record SftRuntime(Device device, int threads) {
    /** Checks the range. */
    public SftRuntime {
        Check.argument(threads > 0, "threads (%s) must be positive", threads);
    }

    /**
     * The processor with all its cores.
     *
     * @return the settings
     */
    public static SftRuntime cpu() {
        return new SftRuntime(Device.cpu(), Runtime.getRuntime().availableProcessors());
    }

    /**
     * Reads the settings from their names.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu1}
     * @param threads cores that an operator may use
     * @return the settings
     */
    public static SftRuntime of(String device, int threads) {
        return new SftRuntime(Torch.device(device), threads);
    }
}
