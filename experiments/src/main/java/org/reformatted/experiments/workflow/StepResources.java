package org.reformatted.experiments.workflow;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a step takes while it runs, so that steps that run side by side do not take the same.
 *
 * @param device whether it computes: then it has a device for itself
 * @param asked the services' models that it asks, by name
 * @param alone those of them that no other step may ask meanwhile
 */
public record StepResources(boolean device, Set<String> asked, Set<String> alone) {
    /** Neither a device nor a service. */
    public static final StepResources NOTHING = new StepResources(false, Set.of(), Set.of());

    /** Copies the sets. */
    public StepResources {
        asked = Set.copyOf(asked);
        alone = Set.copyOf(alone);
    }

    /**
     * The needs of a step that asks services. One that computes too may run in a process of its own, which does not see the requests of others:
     * so it asks its services alone, and an equal request is never paid twice.
     *
     * @param device whether it computes
     * @param asked the services' models that it asks
     * @param batches those that it asks by batches, which other steps would take for their own
     * @return the needs
     */
    public static StepResources of(boolean device, Set<String> asked, Set<String> batches) {
        return new StepResources(device, asked, device ? asked : batches);
    }

    /**
     * Adds what no other step may use meanwhile.
     *
     * @param resource its name
     * @return the needs with it
     */
    public StepResources withAlone(String resource) {
        Set<String> moreAsked = new TreeSet<>(asked);
        Set<String> moreAlone = new TreeSet<>(alone);
        moreAsked.add(resource);
        moreAlone.add(resource);
        return new StepResources(device, moreAsked, moreAlone);
    }

    /** Whether a step with these needs can run beside one with those. */
    boolean fits(StepResources other) {
        return isApart(alone, other.asked) && isApart(other.alone, asked);
    }

    private static boolean isApart(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.retainAll(others);
        return both.isEmpty();
    }
}
