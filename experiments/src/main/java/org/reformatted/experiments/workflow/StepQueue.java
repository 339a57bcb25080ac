package org.reformatted.experiments.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reformatted.experiments.workflow.Plan.PlannedStep;

/** Decides which step begins next: the first of the plan whose dependencies are done and whose needs are free. */
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
     * @param capacity what may run side by side
     */
    public StepQueue(Plan plan, Capacity capacity) {
        this.capacity = capacity;
        this.open = new ArrayList<>(plan.steps());
        this.devices = new ArrayList<>(capacity.devices());
    }

    /**
     * A step that begins.
     *
     * @param planned the step
     * @param device where it computes; absent where it does not
     */
    public record Begun(PlannedStep planned, Optional<String> device) {}

    /**
     * Takes the step that begins now. One that is there already needs no room.
     *
     * @return the step; absent while none can begin
     */
    public Optional<Begun> next() {
        for (PlannedStep planned : open) {
            StepResources needs = needs(planned);
            if (!stopped && isReady(planned) && hasRoom(planned, needs)) {
                open.remove(planned);
                Begun begun = new Begun(planned, needs.device() ? Optional.of(devices.remove(0)) : Optional.empty());
                running.put(planned.step().name(), begun);
                return Optional.of(begun);
            }
        }
        return Optional.empty();
    }

    /**
     * Takes the steps that cannot begin, since one that they need waits for another program.
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

    private boolean hasRoom(PlannedStep planned, StepResources needs) {
        return planned.state() == Plan.State.CACHED
                || (running.size() < capacity.jobs()
                        && (!needs.device() || !devices.isEmpty())
                        && running.values().stream().allMatch(other -> needs.fits(needs(other.planned))));
    }

    /**
     * Says that a step is done.
     *
     * @param begun the step
     */
    public void done(Begun begun) {
        free(begun);
        done.add(begun.planned.step().name());
    }

    /**
     * Says that a step waits for another program, and so do all that need it.
     *
     * @param begun the step
     */
    public void waits(Begun begun) {
        free(begun);
        withheld.add(begun.planned.step().name());
    }

    /**
     * Says that a step failed: those under way go on to their ends, and no other begins.
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
     * How many steps are under way.
     *
     * @return their number
     */
    public int running() {
        return running.size();
    }
}
