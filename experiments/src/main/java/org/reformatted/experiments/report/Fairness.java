package org.reformatted.experiments.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The proofs that compared arms differ in their data alone, each made once. */
final class Fairness {
    private final Map<String, FairComparison> proofs = new LinkedHashMap<>();

    /** Proves it of two arms of one seed, or refuses the comparison. */
    void check(TrainedArm baseline, TrainedArm arm) {
        String what = baseline.arm() + " and " + arm.arm() + ", seed " + arm.seed();
        if (!proofs.containsKey(what)) {
            proofs.put(what, FairComparison.check(baseline, arm));
        }
    }

    /** A sentence a proof, in the order in which they were made. */
    List<String> sentences() {
        return proofs.entrySet().stream()
                .map(proof ->
                        proof.getKey() + ": config, base model, recipe and versions are the same in both records; all "
                                + proof.getValue().rows() + " training rows ask the same in the same order, and "
                                + proof.getValue().differing() + " of them have another response.")
                .toList();
    }
}
