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
 * The estimated cost of a training, computed from its first rows before it starts.
 *
 * @param parameters of the model
 * @param tokens mean length of a row
 * @param steps of the entire run, approximate
 * @param trainedTokens of all rows and epochs, approximate
 * @param memory the memory plan as text; for an external trainer the memory of each of its devices
 * @param memoryBytes the peak of the plan
 * @param refusal why the training does not fit on the device, with settings that fit; absent if it fits or if the device is not available here
 * @param keptBytes size of the checkpoint on the disk
 * @param workBytes size of the saved states on the disk during training, one more than are kept; for an external trainer the size of its result
 * @param operations floating-point operations of the run, approximate: those of {@link ModelFlops} without attention
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
    /** Approximate memory of the program before a model is loaded. */
    private static final long PROCESS = 300L << 20;

    /** Maximum bytes per parameter in the result of an external trainer. */
    private static final long RETURNED = 4;

    /**
     * Estimates a training.
     *
     * @param config the settings of the training
     * @param inputs the folders; the conversations are the first rows
     * @param sample the first rows
     * @param rows the number of all rows
     * @param gpu whether a graphics device trains
     * @param deviceBytes memory of the device; absent if the device is not available here
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
                config.trainer().map(trainer -> externalMemory(size, trainer)).orElseGet(plan::toString),
                plan.peak(),
                deviceBytes.flatMap(total -> refusal(size, config, plan, total, device)),
                size.type().bytes() * size.parameters(),
                elsewhere ? RETURNED * size.parameters() : states(config, size),
                trained * operationsOfToken(size.model(), size.lora().isPresent()));
    }

    /** Repeats the first rows, so that batches are as full as in the training. */
    private static List<TokenizedExample> repeated(List<TokenizedExample> examples, long count) {
        List<TokenizedExample> all = new ArrayList<>();
        for (int i = 0; i < Math.max(1, count); i++) {
            all.add(examples.get(i % examples.size()));
        }
        return all;
    }

    /**
     * The memory of an external trainer: float32 weights, gradients and two moments of the trained parameters, and the frozen weights in the run's
     * type.
     */
    private static String externalMemory(TrainingSize size, TrainerConfig trainer) {
        long frozen = size.parameters() - size.trained();
        long whole = 16 * size.trained() + size.type().bytes() * frozen;
        long each = trainer.sharded() ? whole / trainer.processes() : whole;
        return DeviceMemory.gib(each) + " GiB on each of " + trainer.processes() + " devices for weights, gradients and"
                + " moments"
                + (trainer.sharded() ? ", divided among them (" + DeviceMemory.gib(whole) + " GiB in all)" : "")
                + ", plus the activations of its batch";
    }

    private static Optional<String> refusal(
            TrainingSize size, SftConfig config, MemoryPlan plan, long total, String device) {
        try {
            MemoryCheck.requireSpace(
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
     * Returns the operations per token of a finished training, from which the speed of this machine follows.
     *
     * @param checkpoint the folder of its checkpoint
     * @param adapters whether adapters were trained
     * @return operations, counted as in {@link #operations}
     */
    public static double operationsOfToken(Path checkpoint, boolean adapters) {
        return operationsOfToken(HuggingFaceCheckpoint.open(checkpoint).config(), adapters);
    }
}
