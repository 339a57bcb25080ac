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
 * The peak memory of a training, in bytes, computed from the tensors that the kernels keep.
 *
 * <p>Letters: M tokens of the largest batch, T of its longest row, D hidden size, A width of all query heads, K of all key/value heads, N query
 * heads, F width inside the feed-forward block, V vocabulary, L layers, s bytes per number in the run's precision.
 *
 * @param weights s bytes per parameter
 * @param gradients s bytes per trained parameter; 4 more if bfloat16 gradients of several batches are summed in float32
 * @param states both moments, and the float32 master copy if there is one
 * @param activations of the layers that keep them for the backward pass, see {@link #layer}; for layers that recompute them, the inputs of all these
 *     layers and the activations of one of them
 * @param logits the logits of a chunk and their softmax, which becomes their gradient, and the residual stream after the last layer with its gradient
 * @param stepping float32 copies of the largest parameter during the optimizer's step; not used at the same time as activations and logits
 * @param engine memory in use before the model is loaded
 * @param allocator memory that PyTorch's allocator loses between blocks of a graphics device, and workspaces of its libraries: at most a twentieth in
 *     measurements, see BENCHMARKS.md
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

    /** Approximate bytes of a CUDA context with its libraries on a graphics device. */
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
     * Bytes per token that one layer keeps for the backward pass ({@link org.reformatted.finetune.model.LayerActivations}): the normalised input of
     * both norms and the inverse of its root mean square in float32; queries, keys, values and the outputs of the heads, and if heads have norms the
     * normalised heads and their inverses; gate and up, and on the processor SiLU(gate) times up. The memory of attention depends on the
     * {@link AttentionMethod}: either the probabilities of short rows, where a block of 32 queries has the keys up to its last query; or the
     * log-sum-exp of each head and, if the processor computes grouped attention, a copy of keys and values for every head.
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
     * The maximum memory of a layer's backward pass in addition to its tape. In the feed-forward block: SiLU(gate), its product with up and a
     * gradient of width F, two gradients of the stream, and three float32 copies of the stream inside a norm. In attention by blocks: the gradients
     * by its outputs; queries, keys and values of every head with their gradients; the three gradients concatenated; three gradients of the stream;
     * and the weights of the projection with their gradient. After the layers: the embedding's gradient before it is added.
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

    /** The dropout masks of the adapters' inputs. */
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

    /**
     * Temporary copies of one parameter: with a master copy its float32 gradient; with stochastic rounding its step in bfloat16, the parameter in
     * float32, its bits and the random bits.
     */
    private static long stepping(TrainingSize size) {
        return switch (size.rounding()) {
            case NONE -> 0;
            case MASTER -> 4 * size.largestTrained();
            case STOCHASTIC -> 18 * size.largestTrained();
        };
    }

    /**
     * The maximum memory in use at a time.
     *
     * @return bytes
     */
    public long peak() {
        return engine + allocator + weights + gradients + states + Math.max(activations + logits, stepping);
    }

    /** Lists all parts in GiB. */
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
