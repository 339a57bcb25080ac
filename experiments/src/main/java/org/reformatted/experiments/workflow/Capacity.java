package org.reformatted.experiments.workflow;

import java.util.Collections;
import java.util.List;
import org.reformatted.realign.base.Check;

/**
 * The number of steps that may run at the same time, and their devices.
 *
 * @param jobs the maximum number of steps that run at the same time
 * @param devices the devices for steps that compute, one step each; a device that is named twice runs two steps at the same time
 * @param elsewhere whether the devices are in other machines, so that their memory is unknown
 */
public record Capacity(int jobs, List<String> devices, boolean elsewhere) {
    /** Checks that at least one device and one step are allowed. */
    public Capacity {
        devices = List.copyOf(devices);
        Check.argument(jobs > 0, "jobs (%s) must be positive", jobs);
        Check.argument(!devices.isEmpty(), "devices must name at least one");
    }

    /**
     * The capacity of this machine.
     *
     * @param jobs the maximum number of steps that run at the same time
     * @param devices the devices for steps that compute
     */
    public Capacity(int jobs, List<String> devices) {
        this(jobs, devices, false);
    }

    /**
     * The capacity to run one step after the other.
     *
     * @param device the device of the steps
     * @return the capacity
     */
    public static Capacity one(String device) {
        return new Capacity(1, List.of(device));
    }

    /**
     * Whether each step that computes needs a separate process. This is true on other machines, and where such steps run at the same time, because
     * the engine has one random number generator and one number of threads per process.
     *
     * @return true for other machines, and for several steps on several devices
     */
    public boolean usesSeparateProcesses() {
        return elsewhere || (jobs > 1 && devices.size() > 1);
    }

    /**
     * The number of steps that a device can run at the same time.
     *
     * @param device its name
     * @return at least 1 for a device that is named
     */
    public int atOnce(String device) {
        return Math.min(jobs, Collections.frequency(devices, device));
    }
}
