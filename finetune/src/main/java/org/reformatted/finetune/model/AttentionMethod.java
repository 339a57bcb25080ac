package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.model.LlamaModel.Context;

/**
 * Ways to compute attention in training, forward and backward. Each has a script of its name, {@code attention-...}, with what leads up to attention.
 *
 * <p>Letters of shapes: B rows, T positions of a row, N query heads, K key/value heads, H width of a head.
 */
public enum AttentionMethod {
    /** The engine's choice of a kernel, differentiated by the engine. */
    RECORDED {
        @Override
        NDList forward(Kernel kernel, NDManager scope, NDList before, Context context) {
            for (int i = HEADS; i < AFTER_HEADS; i++) {
                before.set(i, leaf(before.get(i)));
            }
            return kernel.record(
                    scope, "attend", before.get(HEADS), before.get(HEADS + 1), before.get(HEADS + 2), context.mask());
        }

        @Override
        List<NDArray> backward(Kernel kernel, NDManager scope, LayerActivations tape, NDArray da) {
            JniUtils.backward((PtNDArray) tape.attended().get(0), (PtNDArray) da, false, false);
            return tape.before().subList(HEADS, AFTER_HEADS).stream()
                    .map(NDArray::getGradient)
                    .toList();
        }
    },

    /** Written out for float32 on the processor, where the engine's kernel reaches a quarter of what its matrix products reach. */
    BLOCKS {
        @Override
        NDList forward(Kernel kernel, NDManager scope, NDList before, Context context) {
            return kernel.apply(
                    scope,
                    "attend_blocks",
                    before.get(HEADS),
                    before.get(HEADS + 1),
                    before.get(HEADS + 2),
                    context.mask());
        }

        @Override
        List<NDArray> backward(Kernel kernel, NDManager scope, LayerActivations tape, NDArray da) {
            NDList before = tape.before();
            return kernel.apply(
                    scope,
                    "attend_blocks_back",
                    before.get(HEADS),
                    before.get(HEADS + 1),
                    before.get(HEADS + 2),
                    tape.context().mask(),
                    da,
                    List.copyOf(tape.attended().subNDList(1)));
        }
    },

    /** Flash attention over rows laid end to end, which needs no mask: for half precision on a graphics device. */
    FLASH {
        @Override
        NDList forward(Kernel kernel, NDManager scope, NDList before, Context context) {
            return kernel.apply(
                    scope,
                    "attend_flash",
                    before.get(HEADS),
                    before.get(HEADS + 1),
                    before.get(HEADS + 2),
                    context.starts(),
                    context.longest());
        }

        @Override
        List<NDArray> backward(Kernel kernel, NDManager scope, LayerActivations tape, NDArray da) {
            NDList before = tape.before();
            return kernel.apply(
                    scope,
                    "attend_flash_back",
                    before.get(HEADS),
                    before.get(HEADS + 1),
                    before.get(HEADS + 2),
                    da,
                    List.copyOf(tape.attended()),
                    tape.context().starts(),
                    tape.context().longest());
        }

        @Override
        List<String> scripts(boolean flashKernel) {
            return List.of(script(), flashKernel ? "flash-cuda" : "flash-written");
        }

        @Override
        boolean needsMask() {
            return false;
        }
    };

    /** Where queries, keys and values are in what {@code before} returns. */
    private static final int HEADS = 2;

    private static final int AFTER_HEADS = HEADS + 3;

    /**
     * The longest rows whose probabilities {@link #BLOCKS} keeps for the backward pass: of longer ones they are more numbers than gate and up, and are
     * made again.
     *
     * @param c the model's shape
     * @return tokens
     */
    public static int keptLength(LlamaConfig c) {
        return 4 * c.intermediateSize() / c.attentionHeads();
    }

    /** The names of the scripts it is made of. */
    List<String> scripts(boolean flashKernel) {
        return List.of(script());
    }

    /** Whether rows of several examples, or longer than a window, need a mask. */
    boolean needsMask() {
        return true;
    }

    String script() {
        return "attention-" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * Attends.
     *
     * @param kernel of the model in training, with this way's script
     * @param scope owns the results
     * @param before what the script's {@code before} returned; queries, keys and values in it may be exchanged for others of the same numbers
     * @param context of the rows
     * @return the heads' sums, (B, T, N * H), and what the way keeps
     */
    abstract NDList forward(Kernel kernel, NDManager scope, NDList before, Context context);

    /**
     * Goes back.
     *
     * @param kernel of the model in training
     * @param scope owns the results
     * @param tape of the layer
     * @param da gradient by the heads' sums
     * @return gradients by queries, keys and values, in their shapes
     */
    abstract List<NDArray> backward(Kernel kernel, NDManager scope, LayerActivations tape, NDArray da);

    /** What the script's {@code before} returned but queries, keys and values: what norms need in the backward pass. */
    static List<NDArray> norms(NDList before) {
        List<NDArray> norms = new ArrayList<>(before.subList(0, HEADS));
        norms.addAll(before.subList(AFTER_HEADS, before.size()));
        return norms;
    }

    /** The same numbers, cut from what made them, with a gradient of their own. */
    private static NDArray leaf(NDArray x) {
        NDArray leaf = JniUtils.detachGradient((PtNDArray) x);
        leaf.setRequiresGradient(true);
        return leaf;
    }
}
