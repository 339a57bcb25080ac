package org.reformatted.finetune.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.weights.TensorFile;

/**
 * The mutable state of a training: the weights, the optimizer's moments and the number of completed steps. The order of the data and all random
 * numbers depend only on the config and the step, so this state is enough to resume a run exactly.
 */
public final class TrainingState implements AutoCloseable {
    /** The file of the tensors in a saved state. */
    public static final String TENSORS = "state.safetensors";

    private final Backpropagation backpropagation;
    private final AdamW optimizer;
    private final Map<String, NDArray> trained;
    private long step;
    private @Nullable Path saved;

    /**
     * Creates the state of a new run.
     *
     * @param model the trained model
     * @param trained the trained weights, by name
     * @param config the optimizer's settings
     */
    public TrainingState(LlamaModel model, Map<String, NDArray> trained, OptimizerConfig config) {
        this(model, trained, config, model.backend());
    }

    /**
     * Creates the state of a new run.
     *
     * @param model the trained model
     * @param trained the trained weights, by name
     * @param config the optimizer's settings
     * @param backend how the model is computed
     */
    public TrainingState(LlamaModel model, Map<String, NDArray> trained, OptimizerConfig config, Backend backend) {
        this.trained = trained;
        backpropagation = new Backpropagation(model, trained, backend);
        optimizer = new AdamW(config, model.manager(), trained, backpropagation.gradients());
    }

    /**
     * The layers in training with their gradients.
     *
     * @return owned by this state
     */
    public Backpropagation backpropagation() {
        return backpropagation;
    }

    /**
     * The optimizer with its moments.
     *
     * @return owned by this state
     */
    public AdamW optimizer() {
        return optimizer;
    }

    /**
     * Loss and gradient norm of a step.
     *
     * @param loss of all batches
     * @param norm Euclidean norm of the gradient
     */
    public record Gradients(double loss, double norm) {}

    /**
     * Runs the batches of a step forward and backward. Loss and norm are read together after the last batch; before that, no call waits for a
     * graphics device.
     *
     * @param pass through this state's layers
     * @param batches of the step
     * @param weightSum divisor of the loss: the sum of the loss weights of the entire step
     * @param seed returns the seed of each batch by its index
     * @return loss and norm
     */
    public Gradients differentiate(
            BackwardPass pass, List<TokenBatch> batches, double weightSum, IntToLongFunction seed) {
        try (NDManager scope = backpropagation.model().manager().newSubManager()) {
            List<NDArray> numbers = new ArrayList<>();
            for (int i = 0; i < batches.size(); i++) {
                numbers.addAll(pass.start(scope, batches.get(i), weightSum, seed.applyAsLong(i)));
                if (batches.size() > 1) {
                    optimizer.accumulate();
                }
            }
            int losses = numbers.size();
            numbers.add(optimizer.gradientNorm(scope));
            float[] read = HostTransfer.read(numbers);
            return new Gradients(BackwardPass.sum(read, losses), read[losses]);
        }
    }

    /**
     * The number of completed optimizer steps.
     *
     * @return number of steps
     */
    public long step() {
        return step;
    }

    /** Counts a step of the optimizer. */
    public void stepDone() {
        step++;
    }

    /**
     * The folder of the last saved state, for messages.
     *
     * @return its path, or a note that there is none yet
     */
    public String lastSaved() {
        return Optional.ofNullable(saved).map(Path::toString).orElse("none yet: the run started from the base model");
    }

    /**
     * Writes the tensors into a folder.
     *
     * @param folder an existing folder; the file is {@link #TENSORS}
     */
    public void write(Path folder) {
        TensorFile.write(folder.resolve(TENSORS), tensors());
    }

    /**
     * Marks a folder as the last one saved.
     *
     * @param folder the folder
     */
    public void savedAs(Path folder) {
        saved = folder;
    }

    /**
     * Reads the state from a folder that {@link #write} has written.
     *
     * @param folder the folder
     * @param stepsDone number of completed optimizer steps at that time
     */
    public void read(Path folder, long stepsDone) {
        TensorFile.readInto(folder.resolve(TENSORS), tensors());
        step = stepsDone;
        saved = folder;
    }

    private Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>(optimizer.moments());
        trained.forEach((name, weight) -> tensors.put("weight." + name, weight));
        return tensors;
    }

    @Override
    public void close() {
        optimizer.close();
        backpropagation.close();
    }
}
