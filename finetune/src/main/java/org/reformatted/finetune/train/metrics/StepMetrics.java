package org.reformatted.finetune.train.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a completed training step; a line of metrics.jsonl.
 *
 * @param step number of the step, from 0
 * @param loss sum(w * cross entropy) / sum(w) over the step, before the weights were updated
 * @param learningRate the learning rate of the step
 * @param gradNorm norm of the gradient before it was clipped
 * @param supervisedTokens tokens with a loss weight
 * @param tokensPerSecond all tokens of the step, without padding, divided by its duration
 * @param peakMemoryBytes peak of the memory in use since the process started: on the processor its resident set, on a graphics device the memory of
 *     all processes; null if the system does not report it
 * @param modelFlopsUtilization operations per second of the step as a fraction of the peak. The peak is the speed of a large matrix product in the
 *     same precision on the same device and threads. It is measured once, before the process's first run; if the machine was busy at that time, the
 *     fractions are too high. Null in lines of older versions
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record StepMetrics(
        long step,
        double loss,
        double learningRate,
        double gradNorm,
        long supervisedTokens,
        double tokensPerSecond,
        @Nullable Long peakMemoryBytes,
        @Nullable Double modelFlopsUtilization) {}
