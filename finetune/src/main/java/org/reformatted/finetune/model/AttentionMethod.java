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
 * Methods to compute attention in training, forward and backward. Each has its own script, {@code attention-...}, which also computes the part of a
 * layer before attention.
 *
 * <p>Letters of shapes: B rows, T positions of a row, N query heads, K key/value heads, H width of a head.
 */
public enum AttentionMethod {
    /** The engine chooses the kernel and differentiates it. */
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

    /** Attention written out for float32 on the processor, where the engine's kernel reaches a quarter of the speed of its matrix products. */
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

    /** Flash attention over the concatenated rows, for half precision on a graphics device. It needs no mask. */
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

    /** Index of the queries in the result of {@code before}; keys and values follow. */
    private static final int HEADS = 2;

    private static final int AFTER_HEADS = HEADS + 3;

    /**
     * The longest rows for which {@link #BLOCKS} keeps the attention probabilities for the backward pass. For longer rows the probabilities take more
     * memory than gate and up, so they are recomputed.
     *
     * @param c the model's shape
     * @return tokens
     */
    public static int keptLength(LlamaConfig c) {
        return 4 * c.intermediateSize() / c.attentionHeads();
    }

    /** The names of the scripts of this method. */
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
     * Computes attention.
     *
     * @param kernel of the model in training, with the script of this method
     * @param scope owns the results
     * @param before the result of the script's {@code before}; its queries, keys and values may be replaced by other tensors with the same values
     * @param context of the rows
     * @return the outputs of the heads, (B, T, N * H), and the tensors that this method keeps for the backward pass
     */
    abstract NDList forward(Kernel kernel, NDManager scope, NDList before, Context context);

    /**
     * Computes the gradients of attention.
     *
     * @param kernel of the model in training
     * @param scope owns the results
     * @param tape of the layer
     * @param da gradient by the outputs of the heads
     * @return gradients by queries, keys and values, in their shapes
     */
    abstract List<NDArray> backward(Kernel kernel, NDManager scope, LayerActivations tape, NDArray da);

    /** The result of the script's {@code before} without queries, keys and values: the values that norms need in the backward pass. */
    static List<NDArray> norms(NDList before) {
        List<NDArray> norms = new ArrayList<>(before.subList(0, HEADS));
        norms.addAll(before.subList(AFTER_HEADS, before.size()));
        return norms;
    }

    /** A tensor with the same values, detached from the graph, that collects its own gradient. */
    private static NDArray leaf(NDArray x) {
        NDArray leaf = JniUtils.detachGradient((PtNDArray) x);
        leaf.setRequiresGradient(true);
        return leaf;
    }
}
