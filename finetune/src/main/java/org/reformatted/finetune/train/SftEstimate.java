package org.reformatted.finetune.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.data.Conversation;

/**
 * What a training would take, counted from its first rows before it begins.
 *
 * @param parameters of the model
 * @param tokens of an average row
 * @param steps of the whole run, about
 * @param trainedTokens of all rows and epochs, about
 * @param memory the memory plan, in words
 * @param memoryBytes its peak
 * @param refusal why it does not fit the device, with the settings that would; absent where it fits or the device is not here
 * @param keptBytes what the checkpoint takes on the disk
 * @param workBytes what saved states take while it trains, one more than are kept
 * @param operations floating-point operations of the run, about: those of {@link ModelFlops} without attention
 */
public record SftEstimate(
        long parameters,
        double tokens,
        long steps,
        long trainedTokens,
        String memory,
        long memoryBytes,
        Optional<String> refusal,
        long keptBytes,
        long workBytes,
        double operations) {
    /** Memory of the program before a model is loaded, about. */
    private static final long PROCESS = 300L << 20;

    /**
     * Estimates a training.
     *
     * @param config what is trained and how
     * @param inputs the folders; the conversations are the first rows
     * @param sample the first rows
     * @param rows how many rows there are in all
     * @param gpu whether a graphics device trains
     * @param deviceBytes what the device has; absent where it is not here
     * @param device its name
     * @return the estimate
     */
    public static SftEstimate of(
            SftConfig config,
            SftInputs inputs,
            List<Conversation> sample,
            long rows,
            boolean gpu,
            Optional<Long> deviceBytes,
            String device) {
        BaseModel base = BaseModel.of(config, inputs);
        List<TokenizedExample> examples =
                TrainingSet.read(inputs.train(), config, base).examples();
        int maxLength = base.maxLength(config);
        BatchShape batch = BatchShape.of(examples, config.batch(), maxLength);
        TrainingSize size = TrainingSize.of(config, base, batch, gpu);
        MemoryPlan plan = MemoryPlan.of(size, gpu ? MemoryPlan.CUDA_CONTEXT : PROCESS);
        BatchPlan steps = new BatchPlan(examples, config.batch(), maxLength, config.seed(), config.shuffle());
        double share = (double) rows / sample.size();
        long sampled = SftTrainer.totalSteps(config, steps);
        long all =
                config.length() instanceof SftConfig.Length.Epochs ? Math.max(1, Math.round(sampled * share)) : sampled;
        double tokens =
                examples.stream().mapToInt(TokenizedExample::length).average().orElse(0);
        double perStep = tokens * examples.size() / Math.max(1, steps.steps(1));
        long trained = Math.round(all * perStep);
        return new SftEstimate(
                size.parameters(),
                tokens,
                all,
                trained,
                plan.toString(),
                plan.peak(),
                deviceBytes.flatMap(total -> refusal(size, config, plan, total, device)),
                size.type().bytes() * size.parameters(),
                states(config, size),
                trained * operationsOfToken(size.model(), size.lora().isPresent()));
    }

    private static Optional<String> refusal(
            TrainingSize size, SftConfig config, MemoryPlan plan, long total, String device) {
        try {
            MemoryCheck.requireRoom(
                    size, config.batch(), plan, total, device + " has " + DeviceMemory.gib(total) + " GiB");
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(String.join("; ", e.problems()));
        }
    }

    private static long states(SftConfig config, TrainingSize size) {
        int master = size.rounding() == AdamW.Rounding.MASTER ? 4 : 0;
        long state = size.trained() * (size.type().bytes() + 2L * size.states().bytes() + master);
        return (config.checkpoint().keep() + 1L) * state;
    }

    private static double operationsOfToken(LlamaConfig model, boolean adapters) {
        double numbers = LlamaWeights.parameters(model) - (double) model.vocabularySize() * model.hiddenSize();
        return (adapters ? 4 : 6) * numbers;
    }

    /**
     * The operations a token that a finished training asked for, to know this machine's speed.
     *
     * @param checkpoint the folder that it wrote
     * @param adapters whether adapters were trained
     * @return operations, counted as in {@link #operations}
     */
    public static double operationsOfToken(Path checkpoint, boolean adapters) {
        return operationsOfToken(HuggingFaceCheckpoint.open(checkpoint).config(), adapters);
    }
}
