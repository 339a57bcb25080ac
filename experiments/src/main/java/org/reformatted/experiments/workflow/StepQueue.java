package org.reformatted.experiments.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reformatted.experiments.workflow.Plan.PlannedStep;

/** Decides which step starts next: the first step of the plan whose dependencies are done and whose resources are free. */
public final class StepQueue {
    private final Capacity capacity;
    private final List<PlannedStep> open;
    private final List<String> devices;
    private final Set<String> done = new HashSet<>();
    private final Set<String> withheld = new HashSet<>();
    private final Map<String, Begun> running = new HashMap<>();
    private boolean stopped;

    /**
     * Queues the steps of a plan.
     *
     * @param plan the steps, dependencies first
     * @param capacity the number of steps that may run at the same time, and their devices
     */
    public StepQueue(Plan plan, Capacity capacity) {
        this.capacity = capacity;
        this.open = new ArrayList<>(plan.steps());
        this.devices = new ArrayList<>(capacity.devices());
    }

    /**
     * A step that starts.
     *
     * @param planned the step
     * @param device the device on which it computes; absent if it does not compute
     */
    public record Begun(PlannedStep planned, Optional<String> device) {}

    /**
     * Removes the step that starts now from the queue. A cached step needs no resources.
     *
     * @return the step; absent while no step can start
     */
    public Optional<Begun> next() {
        for (PlannedStep planned : open) {
            StepResources needs = needs(planned);
            if (!stopped && isReady(planned) && hasCapacity(planned, needs)) {
                open.remove(planned);
                Begun begun = new Begun(planned, needs.device() ? Optional.of(devices.remove(0)) : Optional.empty());
                running.put(planned.step().name(), begun);
                return Optional.of(begun);
            }
        }
        return Optional.empty();
    }

    /**
     * Removes the steps that cannot start, because a step that they need waits for another program.
     *
     * @return the steps, in the order of the plan
     */
    public List<PlannedStep> held() {
        List<PlannedStep> held = new ArrayList<>();
        for (PlannedStep planned : List.copyOf(open)) {
            if (planned.step().dependencies().stream().anyMatch(needed -> withheld.contains(needed.name()))) {
                open.remove(planned);
                withheld.add(planned.step().name());
                held.add(planned);
            }
        }
        return held;
    }

    private static StepResources needs(PlannedStep planned) {
        return planned.state() == Plan.State.CACHED
                ? StepResources.NOTHING
                : planned.step().needs();
    }

    private boolean isReady(PlannedStep planned) {
        return planned.step().dependencies().stream().allMatch(needed -> done.contains(needed.name()));
    }

    private boolean hasCapacity(PlannedStep planned, StepResources needs) {
        return planned.state() == Plan.State.CACHED
                || (running.size() < capacity.jobs()
                        && (!needs.device() || !devices.isEmpty())
                        && running.values().stream().allMatch(other -> needs.fits(needs(other.planned))));
    }

    /**
     * Marks a step as done.
     *
     * @param begun the step
     */
    public void done(Begun begun) {
        free(begun);
        done.add(begun.planned.step().name());
    }

    /**
     * Marks a step as waiting for another program; all steps that need it wait too.
     *
     * @param begun the step
     */
    public void waits(Begun begun) {
        free(begun);
        withheld.add(begun.planned.step().name());
    }

    /**
     * Marks a step as failed: running steps are completed, and no other step starts.
     *
     * @param begun the step
     */
    public void failed(Begun begun) {
        free(begun);
        stopped = true;
    }

    private void free(Begun begun) {
        running.remove(begun.planned.step().name());
        begun.device.ifPresent(device -> {
            devices.add(device);
            devices.sort(java.util.Comparator.comparing(capacity.devices()::indexOf));
        });
    }

    /**
     * The number of running steps.
     *
     * @return their number
     */
    public int running() {
        return running.size();
    }
}
