package org.reformatted.experiments.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects the proofs that compared arms differ only in their data, or the missing parts; each pair is checked once. */
final class Fairness {
    private final Map<String, FairComparison> proofs = new LinkedHashMap<>();
    private final Set<Long> seeds = new TreeSet<>();
    private final Set<String> seedless = new LinkedHashSet<>();

    /** Checks two arms with the same seed, or of which one is external, and throws an exception if they must not be compared. */
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

    /** One sentence for each proof, in the order of the checks. */
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
