package org.reformatted.finetune.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LayerActivations;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaModel.Context;
import org.reformatted.finetune.model.TokenRows;

/**
 * Loss and gradients of one batch. Each layer draws from a seed of its own, so that computing it again draws the same. Gradients are added
 * to those of the step. Every tensor it makes is freed when it returns.
 *
 * <p>The loss over the vocabulary goes in chunks of supervised positions, each forward and backward, so that the logits of a long batch never
 * stand whole in memory.
 */
public final class BackwardPass {
    /** Fewer positions at a time would read the head too often. */
    private static final int LEAST_POSITIONS = 512;

    private final Backpropagation layers;
    private final LlamaModel model;
    private final int kept;
    private final double noise;

    /**
     * Makes a pass.
     *
     * @param layers of the model in training
     * @param kept layers, from the first, that keep what their backward run needs; in the others it is computed again
     * @param noise NEFTune's alpha, 0 for none
     */
    public BackwardPass(Backpropagation layers, int kept, double noise) {
        this.layers = layers;
        this.kept = kept;
        this.noise = noise;
        model = layers.model();
    }

    /**
     * Runs a batch forward and backward, and waits for its end.
     *
     * @param batch the rows
     * @param weightSum what the loss is divided by: the loss weights of the whole step
     * @param seed of the random draws in this batch
     * @return sum(w * cross entropy) / weightSum over this batch
     */
    public double run(TokenBatch batch, double weightSum, long seed) {
        try (NDManager scope = model.manager().newSubManager()) {
            return sum(start(scope, batch, weightSum, seed));
        }
    }

    /**
     * Runs a batch forward and backward. A graphics device may still be at it when this returns; so nothing waits between the batches of a step.
     *
     * @param owner owns the result
     * @param batch the rows
     * @param weightSum what the loss is divided by: the loss weights of the whole step
     * @param seed of the random draws in this batch
     * @return numbers whose sum is sum(w * cross entropy) / weightSum over this batch
     */
    List<NDArray> start(NDManager owner, TokenBatch batch, double weightSum, long seed) {
        try (NDManager step = model.manager().newSubManager()) {
            TokenRows rows = rows(step, batch);
            Context context = layers.context(step, rows);
            Torch.setSeed(seed);
            NDArray x = noise > 0 ? embedNoisily(step, batch, rows) : model.embed(step, rows.ids());
            List<Supplier<LayerActivations>> tapes = new ArrayList<>();
            for (int layer = 0; layer < model.config().layers(); layer++) {
                int number = layer;
                NDArray input = x;
                LayerActivations tape = forward(step, number, input, context, seed);
                x = tape.output();
                if (layer < kept) {
                    input.close();
                    tapes.add(() -> tape);
                } else {
                    tape.close();
                    tapes.add(() -> forward(step, number, input, context, seed));
                }
            }
            NDArray end = x;
            NDArray dx = layers.zeros(step, end);
            List<NDArray> losses = chunks(
                    step,
                    SupervisedPositions.of(batch, rows.length()),
                    chunk(model.config(), layers.backend()),
                    weightSum,
                    (scope, where, targets, factors) -> layers.loss(scope, end, where, targets, factors, dx));
            losses.forEach(loss -> loss.attach(owner));
            backward(step, tapes, dx, rows.ids());
            return losses;
        }
    }

    /**
     * Waits for losses.
     *
     * @param losses scalars
     * @return their sum
     */
    static double sum(List<NDArray> losses) {
        return losses.isEmpty() ? 0 : sum(HostTransfer.read(losses), losses.size());
    }

    /** Of the first numbers. */
    static double sum(float[] numbers, int count) {
        return IntStream.range(0, count).mapToDouble(i -> numbers[i]).sum();
    }

    private LayerActivations forward(NDManager step, int layer, NDArray x, Context context, long seed) {
        Torch.setSeed(seed + layer + 1);
        return layers.forward(step, layer, x, context);
    }

    private void backward(NDManager step, List<Supplier<LayerActivations>> tapes, NDArray end, NDArray ids) {
        NDArray dx = end;
        for (int layer = tapes.size() - 1; layer >= 0; layer--) {
            try (LayerActivations tape = tapes.get(layer).get();
                    NDArray behind = dx) {
                tape.output().close();
                dx = layers.backward(step, tape, behind);
            }
        }
        layers.embedded(dx, ids);
    }

    private NDArray embedNoisily(NDManager step, TokenBatch batch, TokenRows rows) {
        float[] reach = Neftune.reach(noise, model.config().hiddenSize(), batch, rows.length());
        return model.embed(
                step, rows.ids(), HostTransfer.send(step, reach, new Shape(batch.ids().length, rows.length(), 1)));
    }

    /**
     * Measures a batch without gradients.
     *
     * @param model asked
     * @param batch the rows
     * @return sum(w * cross entropy) over the batch
     */
    public static double measure(LlamaModel model, TokenBatch batch) {
        try (NDManager step = model.manager().newSubManager()) {
            TokenRows rows = rows(step, batch);
            NDArray x = model.hidden(step, rows);
            return sum(chunks(
                    step,
                    SupervisedPositions.of(batch, rows.length()),
                    chunk(model.config(), model.backend()),
                    1,
                    (scope, where, targets, factors) -> model.loss(scope, x, where, targets, factors)));
        }
    }

    /** The loss of some supervised positions. */
    private interface ChunkLoss {
        NDArray of(NDManager scope, NDArray where, NDArray targets, NDArray factors);
    }

    private static List<NDArray> chunks(
            NDManager step, SupervisedPositions supervised, int chunk, double weightSum, ChunkLoss loss) {
        List<NDArray> losses = new ArrayList<>();
        for (int from = 0; from < supervised.count(); from += chunk) {
            int to = Math.min(from + chunk, supervised.count());
            try (NDManager scope = step.newSubManager()) {
                NDArray part = loss.of(
                        scope,
                        HostTransfer.send(scope, supervised.where(from, to)),
                        HostTransfer.send(scope, supervised.targets(from, to)),
                        HostTransfer.send(scope, supervised.factors(from, to, weightSum), new Shape(to - from)));
                part.attach(step);
                losses.add(part);
            }
        }
        return losses;
    }

    /**
     * Supervised positions whose logits are in memory at a time.
     *
     * @param config the model's shape
     * @param backend how it is computed
     * @return how many, at most
     */
    public static int chunk(LlamaConfig config, Backend backend) {
        return (int) Math.max(LEAST_POSITIONS, backend.logits() / config.vocabularySize());
    }

    private static TokenRows rows(NDManager step, TokenBatch batch) {
        return batch.packed()
                ? TokenRows.packed(step, batch.ids(), batch.positions(), batch.segments())
                : TokenRows.of(step, batch.ids());
    }
}
