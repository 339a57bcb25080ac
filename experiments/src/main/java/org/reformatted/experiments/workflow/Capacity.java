package org.reformatted.experiments.workflow;

import java.util.Collections;
import java.util.List;
import org.reformatted.realign.base.Check;

/**
 * What steps may run side by side.
 *
 * @param jobs how many steps run at once at most
 * @param devices the devices for steps that compute, one step each; a device that is named twice serves two at once
 * @param elsewhere whether the devices are those of other machines, so that nothing is known of their memory
 */
public record Capacity(int jobs, List<String> devices, boolean elsewhere) {
    /** Checks that there is a device and room for a step. */
    public Capacity {
        devices = List.copyOf(devices);
        Check.argument(jobs > 0, "jobs (%s) must be positive", jobs);
        Check.argument(!devices.isEmpty(), "devices must name one");
    }

    /**
     * What this machine may run side by side.
     *
     * @param jobs how many steps run at once at most
     * @param devices the devices for steps that compute
     */
    public Capacity(int jobs, List<String> devices) {
        this(jobs, devices, false);
    }

    /**
     * One step after the other.
     *
     * @param device where they compute
     * @return the capacity
     */
    public static Capacity one(String device) {
        return new Capacity(1, List.of(device));
    }

    /**
     * Whether each step that computes needs a process of its own: on another machine, and where such steps run side by side, since the engine's
     * random numbers and its number of threads are those of a whole process.
     *
     * @return true for other machines, and for several steps with several places for them
     */
    public boolean computesApart() {
        return elsewhere || (jobs > 1 && devices.size() > 1);
    }

    /**
     * How many steps a device serves at once.
     *
     * @param device its name
     * @return at least 1 for a device that is named
     */
    public int atOnce(String device) {
        return Math.min(jobs, Collections.frequency(devices, device));
    }
}
