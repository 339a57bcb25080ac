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
 * All that changes while training: the weights, the optimizer's moments, the number of steps done. The order of the data and every random draw
 * follow from the config and the step's number, so these suffice to go on as if nothing had happened.
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
     * Begins a run.
     *
     * @param model what is trained
     * @param trained the weights that move, by name
     * @param config the optimizer's settings
     */
    public TrainingState(LlamaModel model, Map<String, NDArray> trained, OptimizerConfig config) {
        this(model, trained, config, model.backend());
    }

    /**
     * Begins a run.
     *
     * @param model what is trained
     * @param trained the weights that move, by name
     * @param config the optimizer's settings
     * @param backend how it is computed
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
     * What a step's batches gave.
     *
     * @param loss of all of them
     * @param norm the length of the gradient
     */
    public record Gradients(double loss, double norm) {}

    /**
     * Runs the batches of a step forward and backward. Loss and norm are read together behind the last one; until then nothing waits for a graphics device.
     *
     * @param pass through this state's layers
     * @param batches of the step
     * @param weightSum what the loss is divided by: the loss weights of the whole step
     * @param seed gives the seed of each batch by its number
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
     * Optimizer steps done.
     *
     * @return how many
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
     * @return its path, or that there is none yet
     */
    public String lastSaved() {
        return Optional.ofNullable(saved).map(Path::toString).orElse("none yet: the run began with the model itself");
    }

    /**
     * Writes the tensors into a folder.
     *
     * @param folder an existing folder, which gets the file {@link #TENSORS}
     */
    public void write(Path folder) {
        TensorFile.write(folder.resolve(TENSORS), tensors());
    }

    /**
     * Marks a folder as the last one saved.
     *
     * @param folder it
     */
    public void savedAs(Path folder) {
        saved = folder;
    }

    /**
     * Takes everything from a folder that {@link #write} filled.
     *
     * @param folder it
     * @param stepsDone optimizer steps that the run had done then
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
