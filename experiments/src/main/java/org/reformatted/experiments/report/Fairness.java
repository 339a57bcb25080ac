package org.reformatted.experiments.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is proven of compared arms: that they differ in their data alone, or what is missing; each is looked at once. */
final class Fairness {
    private final Map<String, FairComparison> proofs = new LinkedHashMap<>();
    private final Set<Long> seeds = new TreeSet<>();
    private final Set<String> seedless = new LinkedHashSet<>();

    /** Looks at two arms of one seed, or of which one is from outside, and refuses what must not be compared. */
    void check(TrainedArm baseline, TrainedArm arm) {
        String what = baseline.arm() + " and " + arm.arm()
                + (arm.seed().isPresent() ? arm.seedSuffix() : baseline.seedSuffix());
        seeds.addAll(
                Stream.of(baseline, arm).flatMap(one -> one.seed().stream()).toList());
        Stream.of(baseline, arm)
                .filter(one -> one.seed().isEmpty())
                .map(TrainedArm::arm)
                .forEach(seedless::add);
        if (!proofs.containsKey(what)) {
            proofs.put(what, FairComparison.check(baseline, arm));
        }
    }

    /** A sentence a proof, in the order in which they were made. */
    List<String> sentences() {
        Stream<String> proven = proofs.entrySet().stream()
                .map(proof -> proof.getKey() + ": " + proof.getValue().sentence());
        return Stream.concat(proven, withoutSeed()).toList();
    }

    private Stream<String> withoutSeed() {
        return seeds.size() > 1 && !seedless.isEmpty()
                ? Stream.of("Without a seed: " + String.join(", ", seedless)
                        + ". The same answers are compared with each seed of a trained arm, since no seed of it stands"
                        + " for the others.")
                : Stream.of();
    }
}
