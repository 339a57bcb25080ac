package org.reformatted.finetune.train.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a training step once it is done; a line of metrics.jsonl.
 *
 * @param step its number, from 0
 * @param loss sum(w * cross entropy) / sum(w) over the step, before the weights moved
 * @param learningRate the step's rate
 * @param gradNorm length of the gradient before it was clipped
 * @param supervisedTokens tokens with a loss weight
 * @param tokensPerSecond all tokens of the step, padding left out, over its time
 * @param peakMemoryBytes the most memory in use since the process began: on the processor its resident set, on a graphics device all that is taken of
 *     it; null where the system does not report it
 * @param modelFlopsUtilization share of the peak that the step's operations reached; the peak is what a large matrix product reached in the
 *     same precision on the same device and threads, measured once before the process's first run, so that a machine which was busy then
 *     shows shares that are too high.
 *     Null in lines of older versions
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
