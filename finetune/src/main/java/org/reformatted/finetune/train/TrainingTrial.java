package org.reformatted.finetune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.memory.MemoryPlan;
import org.reformatted.finetune.train.memory.TrainingSize;
import org.reformatted.finetune.train.metrics.ModelFlops;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.train.step.BackwardPass;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.weights.LoraAdapter;

/** Training steps on batches of random tokens, for measurements: the work of a step without reading data and writing metrics. Owns the model. */
public final class TrainingTrial implements AutoCloseable {
    private final LlamaModel model;
    private final Optional<LoraWeights> adapters;
    private final TrainingState state;
    private final BackwardPass pass;
    private final OptimizerConfig config;
    private final Work work;
    private final TrainingSize size;
    private final List<TokenizedExample> examples;
    private final TokenBatch batch;

    /**
     * The work of a step.
     *
     * @param rows of a batch
     * @param length of each row in tokens
     * @param packed examples of a row, all of the same length; all tokens except an example's first are learned
     * @param accumulate batches of a step
     * @param kept number of layers, from the first, whose activations are kept; the other layers recompute them
     * @param lora adapters that are trained; absent when all weights are trained
     */
    public record Work(
            int rows, int length, int packed, int accumulate, int kept, Optional<LoraWeights.Settings> lora) {
        /** More layers than any model has: the activations of all layers are kept. */
        public static final int ALL = Integer.MAX_VALUE;

        /**
         * One batch with one example in each row; all weights are trained.
         *
         * @param rows of the batch
         * @param length of each row in tokens
         * @return the work
         */
        public static Work rows(int rows, int length) {
            return new Work(rows, length, 1, 1, ALL, Optional.empty());
        }
    }

    /**
     * Prepares a training.
     *
     * @param model the trained model, closed with the trial
     * @param config the optimizer's settings
     * @param work the work of a step
     */
    public TrainingTrial(LlamaModel model, OptimizerConfig config, Work work) {
        this(model, config, work, model.backend());
    }

    /**
     * Prepares a training.
     *
     * @param model the trained model, closed with the trial
     * @param config the optimizer's settings
     * @param work the work of a step
     * @param backend how the model is computed
     */
    public TrainingTrial(LlamaModel model, OptimizerConfig config, Work work, Backend backend) {
        this.model = model;
        this.config = config;
        this.work = work;
        examples = examples(
                work.rows * work.packed,
                work.length / work.packed,
                model.config().vocabularySize());
        batch = TokenBatch.of(rows(work.rows, work.packed), examples);
        adapters = work.lora.map(settings -> LoraAdapter.draw(settings, model, 1));
        adapters.ifPresent(model::attach);
        Map<String, NDArray> trained = adapters.map(LoraWeights::tensors).orElse(model.weights());
        state = new TrainingState(model, trained, config, backend);
        pass = new BackwardPass(state.backpropagation(), work.kept, 0);
        size = size(
                model.config(),
                model.type(),
                config.states(),
                work,
                model.manager().getDevice().isGpu());
    }

    private static List<TokenizedExample> examples(int rows, int length, int vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        List<TokenizedExample> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            float[] weights = new float[length];
            Arrays.fill(weights, 1, length, 1);
            examples.add(new TokenizedExample(
                    "row" + row, random.ints(length, 0, vocabulary).toArray(), weights));
        }
        return List.copyOf(examples);
    }

    private static BatchStep.Rows rows(int count, int packed) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int first = row * packed;
            rows.add(IntStream.range(first, first + packed).boxed().toList());
        }
        return new BatchStep.Rows(rows);
    }

    /**
     * Runs one step and waits for its end.
     *
     * @return the loss before it
     */
    public double step() {
        TrainingState.Gradients found = state.differentiate(
                pass,
                Collections.nCopies(work.accumulate, batch),
                work.accumulate * batch.lossWeight(),
                i -> work.accumulate * state.step() + i);
        state.optimizer().step(config.learningRate(), state.step() + 1, found.norm());
        state.stepDone();
        try (NDManager scope = model.manager().newSubManager()) {
            HostTransfer.read(scope.ones(new Shape(1))); // waits for the work in progress on the device
        }
        return found.loss();
    }

    /**
     * The batch's tokens.
     *
     * @return token ids of each example
     */
    public int[][] ids() {
        return examples.stream().map(TokenizedExample::ids).toArray(int[][]::new);
    }

    /**
     * The operations that a step requires, see {@link StepMetrics#modelFlopsUtilization}.
     *
     * @return floating-point operations
     */
    public double operations() {
        return work.accumulate * ModelFlops.of(size).of(examples);
    }

    /**
     * The planned memory of this trial.
     *
     * @param engine bytes in use before the model was loaded
     * @return bytes
     */
    public long plannedBytes(long engine) {
        return MemoryPlan.of(size, engine).peak();
    }

    /**
     * Plans the memory of a step before its model is loaded.
     *
     * @param shape of the model
     * @param states of the optimizer
     * @param work the work of a step
     * @return bytes on a graphics device in bfloat16, including the engine's
     */
    public static long plannedBytes(LlamaConfig shape, SftConfig.Precision states, Work work) {
        TrainingSize size = size(shape, NumberType.BFLOAT16, states, work, true);
        return MemoryPlan.of(size, MemoryPlan.CUDA_CONTEXT).peak();
    }

    private static TrainingSize size(
            LlamaConfig shape, NumberType type, SftConfig.Precision states, Work work, boolean gpu) {
        return new TrainingSize(
                shape,
                type,
                states.type(),
                work.lora,
                0,
                Math.min(work.kept, shape.layers()),
                new BatchShape((long) work.rows * work.length, work.length, work.packed > 1),
                work.accumulate,
                gpu);
    }

    @Override
    public void close() {
        state.close();
        adapters.ifPresent(LoraWeights::close);
        model.close();
    }
}
