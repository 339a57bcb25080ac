package org.reformatted.finetune.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.model.LlamaModel;

/** Steps of training on one batch of random tokens, for measuring: what a run does in a step but for reading data and writing metrics. Owns the model. */
public final class TrainingTrial implements AutoCloseable {
    private final LlamaModel model;
    private final TrainingState state;
    private final BackwardPass pass;
    private final OptimizerConfig config;
    private final TrainingSize size;
    private final List<TokenizedExample> examples;
    private final TokenBatch batch;

    /**
     * Prepares a full finetuning.
     *
     * @param model trained, and closed with the trial
     * @param config the optimizer's settings
     * @param recompute whether a layer's activations are computed again in the backward pass
     * @param rows of the batch
     * @param length of each row in tokens; all but the first are learned
     */
    public TrainingTrial(LlamaModel model, OptimizerConfig config, boolean recompute, int rows, int length) {
        this.model = model;
        this.config = config;
        examples = examples(rows, length, model.config().vocabularySize());
        batch = TokenBatch.of(rows(rows), examples);
        state = new TrainingState(model, model.weights(), config);
        pass = new BackwardPass(state.backpropagation(), recompute, 0);
        size = new TrainingSize(
                model.config(),
                model.type(),
                config.states().type(),
                Optional.empty(),
                false,
                recompute,
                new BatchShape((long) rows * length, length, false),
                1,
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

    private static BatchStep.Rows rows(int count) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(List.of(row));
        }
        return new BatchStep.Rows(rows);
    }

    /**
     * Does one step and waits for its end.
     *
     * @return the loss before it
     */
    public double step() {
        double loss = pass.run(batch, batch.lossWeight(), state.step());
        double norm = state.optimizer().gradientNorm();
        state.optimizer().step(config.learningRate(), state.step() + 1, norm);
        state.stepDone();
        try (NDManager scope = model.manager().newSubManager()) {
            scope.ones(new Shape(1)).sum().getFloat(); // comes behind what the device has in hand
        }
        return loss;
    }

    /**
     * The batch's tokens.
     *
     * @return a row each
     */
    public int[][] ids() {
        return examples.stream().map(TokenizedExample::ids).toArray(int[][]::new);
    }

    /**
     * The operations that a step asks for, see {@link StepMetrics#modelFlopsUtilization}.
     *
     * @return floating-point operations
     */
    public double operations() {
        return ModelFlops.of(size).of(examples);
    }

    /**
     * The memory that is planned for it.
     *
     * @param engine bytes in use before the model was loaded
     * @return bytes
     */
    public long plannedBytes(long engine) {
        return MemoryPlan.of(size, engine).peak();
    }

    @Override
    public void close() {
        state.close();
        model.close();
    }
}
