package org.reformatted.finetune.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainerConfig;
import org.reformatted.finetune.train.input.BaseModel;
import org.reformatted.finetune.train.input.TrainingSet;
import org.reformatted.finetune.train.memory.MemoryCheck;
import org.reformatted.finetune.train.memory.MemoryPlan;
import org.reformatted.finetune.train.memory.TrainingSize;
import org.reformatted.finetune.train.metrics.ModelFlops;
import org.reformatted.finetune.train.step.AdamW;
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
 * @param memory the memory plan, in words; of an external trainer what each of its devices holds
 * @param memoryBytes its peak
 * @param refusal why it does not fit the device, with the settings that would; absent where it fits or the device is not here
 * @param keptBytes what the checkpoint takes on the disk
 * @param workBytes what saved states take while it trains, one more than are kept; of an external trainer what comes back of it
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

    /** Bytes of a parameter of what an external trainer gives back, at most. */
    private static final long RETURNED = 4;

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
        List<TokenizedExample> all = repeated(examples, Math.round((double) examples.size() * rows / sample.size()));
        BatchShape batch = BatchShape.of(all, config.batch(), maxLength);
        TrainingSize asked = TrainingSize.of(config, base, batch, gpu);
        long engine = gpu ? MemoryPlan.CUDA_CONTEXT : PROCESS;
        TrainingSize size = config.keptLayers().isPresent() || deviceBytes.isEmpty()
                ? asked
                : asked.keepingWhatFits(engine, deviceBytes.get());
        MemoryPlan plan = MemoryPlan.of(size, engine);
        BatchPlan epoch = new BatchPlan(all, config.batch(), maxLength, config.seed(), config.shuffle());
        long steps = SftTrainer.totalSteps(config, epoch);
        double tokens =
                all.stream().mapToInt(TokenizedExample::length).average().orElse(0);
        long trained = Math.round(tokens * all.size() * steps / Math.max(1, epoch.steps(1)));
        boolean elsewhere = config.trainer().isPresent();
        return new SftEstimate(
                size.parameters(),
                tokens,
                steps,
                trained,
                config.trainer().map(trainer -> elsewhere(size, trainer)).orElseGet(plan::toString),
                plan.peak(),
                deviceBytes.flatMap(total -> refusal(size, config, plan, total, device)),
                size.type().bytes() * size.parameters(),
                elsewhere ? RETURNED * size.parameters() : states(config, size),
                trained * operationsOfToken(size.model(), size.lora().isPresent()));
    }

    /** The first rows over and over, so that batches are as full as they will be. */
    private static List<TokenizedExample> repeated(List<TokenizedExample> examples, long count) {
        List<TokenizedExample> all = new ArrayList<>();
        for (int i = 0; i < Math.max(1, count); i++) {
            all.add(examples.get(i % examples.size()));
        }
        return all;
    }

    /** What an external trainer keeps: weights, gradients and two moments of float32 of what is trained, and the frozen weights in the run's type. */
    private static String elsewhere(TrainingSize size, TrainerConfig trainer) {
        long frozen = size.parameters() - size.trained();
        long whole = 16 * size.trained() + size.type().bytes() * frozen;
        long each = trainer.sharded() ? whole / trainer.processes() : whole;
        return DeviceMemory.gib(each) + " GiB on each of " + trainer.processes() + " devices for weights, gradients and"
                + " moments"
                + (trainer.sharded() ? ", divided among them (" + DeviceMemory.gib(whole) + " GiB in all)" : "")
                + ", and activations of its batch besides";
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
