package org.reformatted.finetune.train;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.weights.TensorFile;

/**
 * All that changes while training: the weights, the optimizer's moments, the number of steps done. The order of the data and every random draw
 * follow from the config and the step's number, so these suffice to go on as if nothing had happened.
 */
final class TrainingState implements AutoCloseable {
    /** The file of the tensors in a saved state. */
    static final String TENSORS = "state.safetensors";

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
    TrainingState(LlamaModel model, Map<String, NDArray> trained, OptimizerConfig config) {
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
    TrainingState(LlamaModel model, Map<String, NDArray> trained, OptimizerConfig config, Backend backend) {
        this.trained = trained;
        backpropagation = new Backpropagation(model, trained, backend);
        optimizer = new AdamW(config, model.manager(), trained, backpropagation.gradients());
    }

    Backpropagation backpropagation() {
        return backpropagation;
    }

    AdamW optimizer() {
        return optimizer;
    }

    /** Steps done. */
    long step() {
        return step;
    }

    void stepDone() {
        step++;
    }

    /** The folder of the last saved state, for messages. */
    String lastSaved() {
        return Optional.ofNullable(saved).map(Path::toString).orElse("none yet: the run began with the model itself");
    }

    /** Writes the tensors into a folder. */
    void write(Path folder) {
        TensorFile.write(folder.resolve(TENSORS), tensors());
    }

    /** Marks a folder as the last one saved. */
    void savedAs(Path folder) {
        saved = folder;
    }

    /** Takes everything from a folder that {@link #write} filled. */
    void read(Path folder, long stepsDone) {
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
