package org.reformatted.finetune.train.metrics;

import ai.djl.Device;
import java.util.List;
import java.util.OptionalLong;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.DeviceMemory;

/**
 * Computes the metrics of steps.
 *
 * @param flops of the steps
 * @param device the device
 * @param peak operations per second of a matrix product on the device
 */
public record StepMeter(ModelFlops flops, Device device, double peak) {
    /**
     * Returns the metrics of a step.
     *
     * @param step number of the step, from 0
     * @param loss before the step
     * @param rate the learning rate
     * @param norm of the gradient, before it is clipped
     * @param examples of all its batches
     * @param seconds duration of the step
     * @return the metrics
     */
    public StepMetrics metrics(
            long step, double loss, double rate, double norm, List<TokenizedExample> examples, double seconds) {
        OptionalLong memory = DeviceMemory.peak(device);
        return new StepMetrics(
                step,
                loss,
                rate,
                norm,
                examples.stream().mapToLong(TokenizedExample::supervisedTokens).sum(),
                examples.stream().mapToLong(TokenizedExample::length).sum() / seconds,
                memory.isPresent() ? memory.getAsLong() : null,
                flops.of(examples) / seconds / peak);
    }
}
