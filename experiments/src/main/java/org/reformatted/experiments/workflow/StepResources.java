package org.reformatted.experiments.workflow;

import java.util.Set;
import java.util.TreeSet;

/**
 * The resources that a step uses while it runs, so that steps that run at the same time do not use the same.
 *
 * @param device whether it computes and therefore needs a device
 * @param asked the names of the services' models that it calls
 * @param alone those of them that no other step may call at the same time
 */
public record StepResources(boolean device, Set<String> asked, Set<String> alone) {
    /** No device and no service. */
    public static final StepResources NOTHING = new StepResources(false, Set.of(), Set.of());

    /** Copies the sets. */
    public StepResources {
        asked = Set.copyOf(asked);
        alone = Set.copyOf(alone);
    }

    /**
     * The resources of a step that calls services. If the step also computes, it may run in a separate process, which does not see the requests of
     * other steps. Therefore no other step may call its services at the same time, and equal requests are never paid for twice.
     *
     * @param device whether it computes
     * @param asked the services' models that it calls
     * @param batches those that it calls with batches, which other steps would mistake for their own batches
     * @return the resources
     */
    public static StepResources of(boolean device, Set<String> asked, Set<String> batches) {
        return new StepResources(device, asked, device ? asked : batches);
    }

    /**
     * Adds a resource that no other step may use at the same time.
     *
     * @param resource its name
     * @return the resources with the added one
     */
    public StepResources withExclusive(String resource) {
        Set<String> moreAsked = new TreeSet<>(asked);
        Set<String> moreAlone = new TreeSet<>(alone);
        moreAsked.add(resource);
        moreAlone.add(resource);
        return new StepResources(device, moreAsked, moreAlone);
    }

    /** Whether a step with these resources can run at the same time as a step with the others. */
    boolean fits(StepResources other) {
        return isDisjoint(alone, other.asked) && isDisjoint(other.alone, asked);
    }

    private static boolean isDisjoint(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.retainAll(others);
        return both.isEmpty();
    }
}
