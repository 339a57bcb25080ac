package org.reformatted.finetune.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * The decoding speed of a checkpoint, and the upper bound that the memory bandwidth sets: a step of the batch reads every weight once, and the keys
 * and values of each row.
 *
 * @param rows number of answers generated at a time
 * @param tokensPerSecond over all rows, greedy, prompts of one token
 * @param boundTokensPerSecond upper bound that follows from the measured bandwidth
 * @param bytesPerSecond bandwidth of the sum over a block as large as the weights, measured in the same process
 */
public record DecodingSpeed(int rows, double tokensPerSecond, double boundTokensPerSecond, double bytesPerSecond) {
    private static final long BANDWIDTH_NANOS = 300_000_000;

    /**
     * Measures a checkpoint, after a round that is not counted.
     *
     * @param folder a Hugging Face folder
     * @param options the device, and the number of rows
     * @param newTokens number of tokens of each answer
     * @param nanoTime the clock
     * @return the speed
     */
    public static DecodingSpeed measure(Path folder, GenerationOptions options, int newTokens, LongSupplier nanoTime) {
        try (LocalModel model = LocalModel.open(folder, options)) {
            LlamaConfig config = model.model().config();
            Check.argument(
                    newTokens > 0 && newTokens < config.maxPositions(),
                    "newTokens (%s) must be positive and below the model's context (%s)",
                    newTokens,
                    config.maxPositions());
            StopCondition never = new StopCondition(Set.of(), List.of());
            int[] start = model.tokenizer().encodeSequence("");
            GenerationRequest request = new GenerationRequest(start, SamplingSettings.greedy(newTokens), 0, never);
            List<GenerationRequest> requests = Collections.nCopies(options.batchRows(), request);
            model.generate(requests, (answer, index) -> {});
            long began = nanoTime.getAsLong();
            model.generate(requests, (answer, index) -> {});
            double seconds = (nanoTime.getAsLong() - began) / 1e9;
            double[] bandwidth = {0};
            model.onItsThreads(() -> bandwidth[0] = bandwidth(model.model(), nanoTime));
            double stepBytes = stepBytes(model.model(), options.batchRows(), newTokens / 2);
            return new DecodingSpeed(
                    options.batchRows(),
                    options.batchRows() * newTokens / seconds,
                    options.batchRows() * bandwidth[0] / stepBytes,
                    bandwidth[0]);
        }
    }

    /**
     * Measures a model without a tokenizer, after a round that is not counted.
     *
     * @param model the model
     * @param rows number of answers generated at a time
     * @param sampling how tokens are drawn, and the number of tokens of each answer, which must be below the model's context
     * @param nanoTime the clock
     * @return the speed
     */
    public static DecodingSpeed measure(LlamaModel model, int rows, SamplingSettings sampling, LongSupplier nanoTime) {
        GenerationTrial trial = new GenerationTrial(rows, 1, sampling);
        trial.write(model);
        long began = nanoTime.getAsLong();
        trial.write(model);
        double seconds = (nanoTime.getAsLong() - began) / 1e9;
        double bandwidth = bandwidth(model, nanoTime);
        int newTokens = sampling.maxNewTokens();
        return new DecodingSpeed(
                rows, rows * newTokens / seconds, rows * bandwidth / stepBytes(model, rows, newTokens / 2), bandwidth);
    }

    /** The speed as a fraction of the bound. */
    double share() {
        return tokensPerSecond / boundTokensPerSecond;
    }

    private static double stepBytes(LlamaModel model, int rows, int length) {
        LlamaConfig config = model.config();
        long cached = 2L * config.layers() * config.keyValueHeads() * config.headWidth() * length * rows;
        return (double) model.type().bytes() * (LlamaWeights.parameters(config) + cached);
    }

    private static double bandwidth(LlamaModel model, LongSupplier nanoTime) {
        long bytes = model.type().bytes() * LlamaWeights.parameters(model.config());
        try (NDManager manager = model.manager().newSubManager()) {
            NDArray block = manager.zeros(new Shape(Math.max(1, bytes / 4)), DataType.FLOAT32);
            long rounds = 0;
            long began = nanoTime.getAsLong();
            long end = began;
            while (end - began < BANDWIDTH_NANOS) {
                try (NDArray sum = block.sum()) {
                    HostTransfer.read(sum);
                }
                rounds++;
                end = nanoTime.getAsLong();
            }
            return bytes * rounds / ((end - began) / 1e9);
        }
    }
}
