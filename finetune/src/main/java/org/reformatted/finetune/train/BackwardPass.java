package org.reformatted.finetune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaModel.Context;
import org.reformatted.finetune.model.LlamaModel.Mode;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.TokenRows;

/**
 * Loss and gradients of one batch. Each layer draws from a seed of its own, so that computing it again draws the same. Gradients are added
 * to those the parameters have. Every tensor it makes is freed when it returns.
 *
 * <p>The backward pass is cut behind the last layer: the loss over the vocabulary goes in chunks of supervised positions, each with its own
 * backward, so that the logits of a long batch never stand whole in memory; then the layers follow.
 */
final class BackwardPass {
    /** Logits that may stand in memory at a time, in numbers: 256 MiB in float32. */
    private static final long CHUNK_LOGITS = 1L << 26;

    private final LlamaModel model;
    private final boolean recompute;
    private final double noise;

    /**
     * Makes a pass.
     *
     * @param model whose parameters require gradients
     * @param recompute whether a layer's activations are computed again instead of being kept
     * @param noise NEFTune's alpha, 0 for none
     */
    BackwardPass(LlamaModel model, boolean recompute, double noise) {
        this.model = model;
        this.recompute = recompute;
        this.noise = noise;
    }

    /**
     * Runs a batch forward and backward.
     *
     * @param batch the rows
     * @param weightSum what the loss is divided by: the loss weights of the whole step
     * @param seed of the random draws in this batch
     * @return sum(w * cross entropy) / weightSum over this batch
     */
    double run(TokenBatch batch, double weightSum, long seed) {
        try (NDManager step = model.manager().newSubManager()) {
            TokenRows rows = rows(step, batch);
            Context context = model.context(step, rows);
            Supervised supervised = Supervised.of(batch, rows.length());
            Torch.setSeed(seed);
            NDArray embedded = noise > 0 ? embedNoisily(step, batch, rows) : model.embed(step, rows.ids());
            return recompute
                    ? recomputed(step, embedded, context, supervised, weightSum, seed)
                    : recorded(step, embedded, context, supervised, weightSum, seed);
        }
    }

    /**
     * Measures a batch without gradients.
     *
     * @param batch the rows
     * @return sum(w * cross entropy) over the batch
     */
    double measure(TokenBatch batch) {
        try (NDManager step = model.manager().newSubManager()) {
            TokenRows rows = rows(step, batch);
            Context context = model.context(step, rows);
            NDArray x = detached(model.embed(step, rows.ids()));
            for (int layer = 0; layer < model.config().layers(); layer++) {
                x = model.layer(step, layer, x, context, Mode.MEASURE);
            }
            return loss(step, x, Supervised.of(batch, rows.length()), 1, false);
        }
    }

    private double recorded(
            NDManager step, NDArray embedded, Context context, Supervised supervised, double weightSum, long seed) {
        NDArray x = embedded;
        for (int layer = 0; layer < model.config().layers(); layer++) {
            Torch.setSeed(seed + layer + 1);
            x = model.layer(step, layer, x, context, Mode.RECORD);
        }
        NDArray end = leaf(x);
        double loss = loss(step, end, supervised, weightSum, true);
        backward(x, end.getGradient());
        return loss;
    }

    private double recomputed(
            NDManager step, NDArray embedded, Context context, Supervised supervised, double weightSum, long seed) {
        List<NDArray> inputs = new ArrayList<>(List.of(detached(embedded)));
        for (int layer = 0; layer < model.config().layers(); layer++) {
            Torch.setSeed(seed + layer + 1);
            inputs.add(model.layer(step, layer, inputs.get(layer), context, Mode.FORGET));
        }
        NDArray end = leaf(inputs.get(model.config().layers()));
        double loss = loss(step, end, supervised, weightSum, true);
        NDArray gradient = end.getGradient();
        for (int layer = model.config().layers() - 1; layer >= 0; layer--) {
            try (NDManager scope = step.newSubManager()) {
                Torch.setSeed(seed + layer + 1);
                NDArray input = leaf(inputs.get(layer));
                NDArray output = model.layer(scope, layer, input, context, Mode.RECORD);
                backward(output, gradient);
                gradient.close();
                gradient = input.getGradient();
                inputs.get(layer).close();
                input.close();
            }
        }
        if (model.weight(LlamaWeights.EMBEDDING).hasGradient()) {
            backward(embedded, gradient);
        }
        return loss;
    }

    private double loss(NDManager step, NDArray end, Supervised supervised, double weightSum, boolean gradients) {
        int chunk = chunk(model.config());
        double total = 0;
        for (int from = 0; from < supervised.count(); from += chunk) {
            int to = Math.min(from + chunk, supervised.count());
            try (NDManager scope = step.newSubManager()) {
                NDArray loss = model.loss(
                        scope,
                        end,
                        scope.create(supervised.where(from, to)),
                        scope.create(supervised.targets(from, to)),
                        scope.create(supervised.factors(from, to, weightSum)));
                total += loss.getFloat();
                if (gradients) {
                    backward(loss, scope.ones(new Shape()));
                }
            }
        }
        return total;
    }

    /** Supervised positions whose logits stand in memory at a time. */
    static int chunk(LlamaConfig config) {
        return (int) Math.max(1, CHUNK_LOGITS / config.vocabularySize());
    }

    private NDArray embedNoisily(NDManager step, TokenBatch batch, TokenRows rows) {
        float[] reach = Neftune.reach(noise, model.config().hiddenSize(), batch, rows.length());
        return model.embed(step, rows.ids(), step.create(reach, new Shape(batch.ids().length, rows.length(), 1)));
    }

    private static TokenRows rows(NDManager step, TokenBatch batch) {
        return batch.packed()
                ? TokenRows.packed(step, batch.ids(), batch.positions(), batch.segments())
                : TokenRows.of(step, batch.ids());
    }

    /** The same numbers, cut from what made them, with a gradient of their own. */
    private static NDArray leaf(NDArray x) {
        NDArray leaf = detached(x);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static NDArray detached(NDArray x) {
        return JniUtils.detachGradient((PtNDArray) x);
    }

    /** Adds the vector-Jacobian product of y and dy to the gradients of all that y was made of. */
    private static void backward(NDArray y, NDArray dy) {
        JniUtils.backward((PtNDArray) y, (PtNDArray) dy, false, false);
    }
}
