package org.reformatted.finetune.train;

import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchStep;

/** Returns the steps of a plan in increasing order, from any first step, and computes each epoch once. */
final class StepCursor {
    private final BatchPlan plan;
    private int epoch;
    private long first;

    StepCursor(BatchPlan plan) {
        this.plan = plan;
    }

    /** Returns a step; its number must not decrease between calls. */
    BatchStep at(long step) {
        while (step - first >= plan.epoch(epoch).size()) {
            first += plan.epoch(epoch).size();
            epoch++;
        }
        return plan.epoch(epoch).get((int) (step - first));
    }
}
