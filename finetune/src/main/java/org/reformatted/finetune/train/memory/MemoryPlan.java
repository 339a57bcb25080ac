package org.reformatted.finetune.train.memory;

import java.util.Locale;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.train.step.AdamW.Rounding;
import org.reformatted.finetune.train.step.BackwardPass;

/**
 * The memory of a training at its peak, in bytes, counted from what the kernels keep.
 *
 * <p>Letters: M tokens of the largest batch, T of its longest row, D hidden size, A width of all query heads, K of all key/value heads, N query heads,
 * F width inside the feed-forward block, V vocabulary, L layers, s bytes of a number in the run's precision.
 *
 * @param weights s a parameter
 * @param gradients s a trained parameter; 4 more where bfloat16 gradients are summed over batches in float32
 * @param states both moments, and the float32 master copy where there is one
 * @param activations what layers keep for the backward pass, see {@link #layer}; of layers that are computed again their inputs, and one of them whole
 * @param logits a chunk's logits and their softmax, which becomes their gradient, and the stream behind the last layer with its gradient
 * @param stepping float32 copies of the largest parameter while the optimizer steps; not at the same time as activations and logits
 * @param engine what is in use before the model is loaded
 * @param allocator what PyTorch's allocator loses between blocks of a graphics device, and workspaces of its libraries: by measurement up to a twentieth,
 *     see BENCHMARKS.md
 */
public record MemoryPlan(
        long weights,
        long gradients,
        long states,
        long activations,
        long logits,
        long stepping,
        long engine,
        long allocator) {
    private static final int GPU_ALLOCATOR = 20;

    /** Bytes that a CUDA context with its libraries takes of a graphics device, about. */
    public static final long CUDA_CONTEXT = 1L << 30;

    /**
     * Plans a training.
     *
     * @param size of the training
     * @param engine bytes in use before the model is loaded
     * @return the plan
     */
    public static MemoryPlan of(TrainingSize size, long engine) {
        long s = size.type().bytes();
        long trained = size.trained();
        boolean summed = size.accumulate() > 1 && size.rounding() == Rounding.MASTER;
        MemoryPlan plan = new MemoryPlan(
                s * size.parameters(),
                (s + (summed ? 4 : 0)) * trained,
                (2L * size.states().bytes() + (size.rounding() == Rounding.MASTER ? 4 : 0)) * trained,
                activations(size),
                logits(size),
                stepping(size),
                engine,
                0);
        return size.gpu() ? plan.withAllocator(plan.peak() / GPU_ALLOCATOR) : plan;
    }

    private MemoryPlan withAllocator(long bytes) {
        return new MemoryPlan(weights, gradients, states, activations, logits, stepping, engine, bytes);
    }

    /**
     * What one layer keeps for the backward pass, a token ({@link org.reformatted.finetune.model.LayerActivations}): the normed input of both norms and the
     * inverse of their root mean square in float32; queries, keys, values and the heads' sums, and where heads have norms the normed heads and the inverses once more; gate and up, and on the processor SiLU(gate)
     * times up. What attention keeps beside them depends on the {@link AttentionMethod}: the probabilities of short rows, of which a block of 32
     * queries has the keys up to its last; or log-sum-exp of each head, and where the processor computes grouped attention keys and values once
     * more for every head.
     */
    static long layer(LlamaConfig c, NumberType type, Backend backend, int length) {
        long numbers = 2L * c.hiddenSize()
                + 2L * c.attentionWidth()
                + 2L * c.keyValueWidth()
                + (backend.keepsFeed() ? 3L : 2L) * c.intermediateSize();
        boolean copied = backend.copiesHeads() && c.keyValueHeads() < c.attentionHeads();
        long attention = switch (backend.attention()) {
            case BLOCKS -> length <= AttentionMethod.keptLength(c) ? 4L * c.attentionHeads() * (length + 32) / 2 : 0;
            case FLASH -> 4L * c.attentionHeads();
            case RECORDED -> 4L * c.attentionHeads() + (copied ? type.bytes() * 2L * c.attentionWidth() : 0);
        };
        long heads = c.architecture().headNorms()
                ? type.bytes() * ((long) c.attentionWidth() + c.keyValueWidth())
                        + 4L * (c.attentionHeads() + c.keyValueHeads())
                : 0;
        return type.bytes() * numbers + 4 * 2 + attention + heads;
    }

    private static long activations(TrainingSize size) {
        LlamaConfig c = size.model();
        long s = size.type().bytes();
        long tokens = size.batch().tokens();
        long stream = s * tokens * c.hiddenSize();
        long layer = tokens * layer(c, size.type(), size.backend(), size.batch().length()) + adapters(size);
        long mask = size.masked() ? s * tokens * size.batch().length() : 0;
        int again = c.layers() - size.kept();
        return mask + backward(size) + size.kept() * layer + (again == 0 ? 0 : (again + 1) * stream + layer);
    }

    /**
     * The most that a layer's backward run holds beside its tape: SiLU(gate), its product with up and a gradient of width F, two gradients of the
     * stream, and three times its numbers in float32 inside a norm; or in attention by blocks the gradients by its sums and queries, keys and values
     * of every head with their gradients, the three gradients side by side, three of the stream, and the weights of the projection and their
     * gradient; or, behind the layers, the embedding's gradient before it is added.
     */
    private static long backward(TrainingSize size) {
        LlamaConfig c = size.model();
        long s = size.type().bytes();
        long tokens = size.batch().tokens();
        long feed = tokens * (3 * s * c.intermediateSize() + (2 * s + 3 * 4) * c.hiddenSize());
        long projected = c.attentionWidth() + 2L * c.keyValueWidth();
        long attention = size.backend().attention() == AttentionMethod.BLOCKS
                ? s
                        * (tokens * (6L * c.attentionWidth() + projected + 3L * c.hiddenSize())
                                + 2 * projected * c.hiddenSize())
                : 0;
        return Math.max(Math.max(feed, attention), s * c.vocabularySize() * c.hiddenSize());
    }

    /** With dropout adapters keep what it drew for their inputs. */
    private static long adapters(TrainingSize size) {
        return size.lora()
                .map(settings -> LlamaWeights.LAYER.stream()
                        .filter(part -> settings.targets().contains(part.substring(part.indexOf('.') + 1)))
                        .mapToLong(part -> settings.dropout() > 0
                                ? LlamaWeights.shape(size.model(), part).get(1)
                                : 0)
                        .sum())
                .map(numbers -> numbers * size.type().bytes() * size.batch().tokens())
                .orElse(0L);
    }

    private static long logits(TrainingSize size) {
        long s = size.type().bytes();
        long chunk = Math.min(size.batch().tokens(), BackwardPass.chunk(size.model(), size.backend()));
        return chunk * size.model().vocabularySize() * 2 * 4
                + 2 * s * size.batch().tokens() * size.model().hiddenSize();
    }

    /** Float32 copies of one parameter: its gradient with a master copy; with stochastic rounding its step in bfloat16, itself, its bits and the random ones. */
    private static long stepping(TrainingSize size) {
        return switch (size.rounding()) {
            case NONE -> 0;
            case MASTER -> 4 * size.largestTrained();
            case STOCHASTIC -> 18 * size.largestTrained();
        };
    }

    /**
     * The most that is in use at a time.
     *
     * @return bytes
     */
    public long peak() {
        return engine + allocator + weights + gradients + states + Math.max(activations + logits, stepping);
    }

    /** All parts, for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s GiB (weights %s, gradients %s, optimizer states %s, activations %s, logits %s, engine %s%s)",
                DeviceMemory.gib(peak()),
                DeviceMemory.gib(weights),
                DeviceMemory.gib(gradients),
                DeviceMemory.gib(states),
                DeviceMemory.gib(activations),
                DeviceMemory.gib(logits),
                DeviceMemory.gib(engine),
                allocator == 0 ? "" : ", allocator " + DeviceMemory.gib(allocator));
    }
}
