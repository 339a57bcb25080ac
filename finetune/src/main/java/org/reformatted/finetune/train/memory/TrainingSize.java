package org.reformatted.finetune.train.memory;

import java.util.Optional;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.input.BaseModel;
import org.reformatted.finetune.train.step.AdamW;

/**
 * The quantities that determine the memory of a training.
 *
 * @param model the model's shape, including the rows for added tokens
 * @param type of weights and computation
 * @param states type of the optimizer's moments
 * @param lora adapters that are trained; absent when all weights are trained
 * @param addedRows number of the last rows of embedding and head that are trained with the adapters
 * @param kept number of layers, from the first, whose activations are kept for the backward pass; the other layers recompute them
 * @param batch the largest batch
 * @param accumulate batches of a step
 * @param gpu whether the training runs on a graphics device
 */
public record TrainingSize(
        LlamaConfig model,
        NumberType type,
        NumberType states,
        Optional<LoraWeights.Settings> lora,
        int addedRows,
        int kept,
        BatchShape batch,
        long accumulate,
        boolean gpu) {
    /**
     * Determines the size of a run.
     *
     * @param config of the run
     * @param base the base of the training
     * @param batch the largest batch
     * @param gpu whether the training runs on a graphics device
     * @return the size, with the maximum number of layers that may keep their activations
     */
    public static TrainingSize of(SftConfig config, BaseModel base, BatchShape batch, boolean gpu) {
        return new TrainingSize(
                base.shape().withVocabularySize(base.vocabularySize()),
                config.precision().type(),
                config.optimizer().states().type(),
                config.method().settings(base.adapter(), base.shape()),
                base.vocabularySize() - base.shape().vocabularySize(),
                config.keptLayers(base.shape().layers()),
                batch,
                config.batch().accumulate(),
                gpu);
    }

    /**
     * The number of parameters of the model and of its adapters.
     *
     * @return the number of parameters
     */
    public long parameters() {
        return LlamaWeights.parameters(model) + adapters();
    }

    /**
     * The number of trained parameters.
     *
     * @return the number of parameters
     */
    public long trained() {
        return lora.isPresent() ? adapters() + rowParameters() : LlamaWeights.parameters(model);
    }

    /**
     * The number of parameters of the adapters: rank * (input width + output width) for each projection.
     *
     * @return the number of parameters
     */
    public long adapters() {
        return lora.map(settings -> model.layers()
                        * LlamaWeights.LAYER.stream()
                                .filter(part -> settings.targets().contains(part.substring(part.indexOf('.') + 1)))
                                .map(part -> LlamaWeights.shape(model, part))
                                .mapToLong(shape -> settings.rank() * (shape.get(0) + shape.get(1)))
                                .sum())
                .orElse(0L);
    }

    private long rowParameters() {
        return (model.tiedEmbeddings() ? 1L : 2L) * addedRows * model.hiddenSize();
    }

    /** The number of parameters of the largest trained tensor, or an upper bound of it. */
    long largestTrained() {
        if (lora.isPresent()) {
            return trained();
        }
        return LlamaWeights.shapes(model).values().stream()
                .mapToLong(LlamaWeights::elements)
                .max()
                .orElseThrow();
    }

    /** Whether attention needs a mask: packed rows, or a window shorter than the rows. */
    boolean masked() {
        return backend().attention() != AttentionMethod.FLASH
                && (batch.packed() || batch.length() > model.slidingWindow().orElse(Integer.MAX_VALUE));
    }

    /** The choices of computation; on a graphics device, those of compute capability 8.0. */
    Backend backend() {
        return gpu ? Backend.graphics(type, model, true, false) : Backend.processor(type);
    }

    /**
     * How a step rounds the parameters.
     *
     * @return the optimizer's rounding
     */
    public AdamW.Rounding rounding() {
        return AdamW.rounding(type, states);
    }

    TrainingSize keeping(int layers) {
        return new TrainingSize(model, type, states, lora, addedRows, layers, batch, accumulate, gpu);
    }

    /**
     * Returns a copy that keeps the activations of as many layers as fit, and not of more layers than this size.
     *
     * @param engine bytes in use before the model is loaded
     * @param room bytes that the entire training may use
     * @return the size; with 0 kept layers if none fits
     */
    public TrainingSize keepingWhatFits(long engine, long room) {
        int most = kept;
        while (most > 0 && MemoryPlan.of(keeping(most), engine).peak() > room) {
            most--;
        }
        return keeping(most);
    }

    /** Returns the same step in batches of one row. */
    TrainingSize oneRow() {
        long rows = (batch.tokens() + batch.length() - 1) / batch.length();
        return new TrainingSize(model, type, states, lora, addedRows, kept, batch.oneRow(), accumulate * rows, gpu);
    }

    TrainingSize in(NumberType newType, NumberType newStates) {
        return new TrainingSize(model, newType, newStates, lora, addedRows, kept, batch, accumulate, gpu);
    }

    TrainingSize adapted(LoraWeights.Settings settings) {
        return new TrainingSize(model, type, states, Optional.of(settings), addedRows, kept, batch, accumulate, gpu);
    }

    /** The batch as a config setting. */
    String batchSetting(Batching batching) {
        return batching.setting(batch.tokens(), batch.length(), accumulate);
    }
}
