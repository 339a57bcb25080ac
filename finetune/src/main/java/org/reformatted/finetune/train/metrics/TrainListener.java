package org.reformatted.finetune.train.metrics;

/** Is notified of each completed step of training. */
public interface TrainListener {
    /**
     * Called after a step.
     *
     * @param metrics of the step
     */
    void stepped(StepMetrics metrics);
}
