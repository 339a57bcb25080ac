package org.reformatted.finetune.train.metrics;

/** Hears of each step of training when it is done. */
public interface TrainListener {
    /**
     * A step is done.
     *
     * @param metrics what is known of it
     */
    void stepped(StepMetrics metrics);
}
