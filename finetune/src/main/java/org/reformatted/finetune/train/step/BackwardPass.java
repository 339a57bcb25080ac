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
 * Computes the loss and the gradients of one batch. Each layer has its own seed, so that recomputing its activations draws the same random numbers.
 * Gradients are added to those of the step. All other tensors are freed before the methods return.
 *
 * <p>The loss is computed in chunks of supervised positions, each forward and backward, so that the logits of a long batch are never in memory all at
 * once.
 */
public final class BackwardPass {
    /** The minimum size of a chunk; smaller chunks would read the head too often. */
    private static final int LEAST_POSITIONS = 512;

    private final Backpropagation layers;
    private final LlamaModel model;
    private final int kept;
    private final double noise;

    /**
     * Creates a pass.
     *
     * @param layers of the model in training
     * @param kept number of layers, from the first, that keep their activations; the other layers recompute them
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
     * @param weightSum divisor of the loss: the sum of the loss weights of the entire step
     * @param seed of the random numbers in this batch
     * @return sum(w * cross entropy) / weightSum over this batch
     */
    public double run(TokenBatch batch, double weightSum, long seed) {
        try (NDManager scope = model.manager().newSubManager()) {
            return sum(start(scope, batch, weightSum, seed));
        }
    }

    /**
     * Runs a batch forward and backward. A graphics device may still be computing when this method returns, so that it does not wait between the
     * batches of a step.
     *
     * @param owner owns the result
     * @param batch the rows
     * @param weightSum divisor of the loss: the sum of the loss weights of the entire step
     * @param seed of the random numbers in this batch
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
     * Waits for losses and adds them.
     *
     * @param losses scalars
     * @return their sum
     */
    static double sum(List<NDArray> losses) {
        return losses.isEmpty() ? 0 : sum(HostTransfer.read(losses), losses.size());
    }

    /** The sum of the first numbers. */
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
     * @param model the model
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
     * The maximum number of supervised positions whose logits are in memory at a time.
     *
     * @param config the model's shape
     * @param backend how the model is computed
     * @return number of positions
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
