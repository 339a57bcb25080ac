package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.model.LlamaModel.Context;

/**
 * Computes the logits of the next token with one native call for all layers. A {@link KvCache} stores the keys and values of the earlier tokens.
 * Attached adapters have no effect: merge them first.
 *
 * <p>Letters of shapes: B rows, V vocabulary.
 */
public final class CachedDecoder {
    private final LlamaModel model;

    /**
     * Creates a decoder.
     *
     * @param model the model; owned by the caller
     */
    public CachedDecoder(LlamaModel model) {
        this.model = model;
    }

    /**
     * Creates an empty cache.
     *
     * @param owner owns its memory
     * @param rows the maximum number of sequences at a time
     * @param capacity the longest sequence, in tokens
     * @return the cache
     */
    public KvCache newCache(NDManager owner, int rows, int capacity) {
        List<NDArray> caches = new ArrayList<>();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            caches.add(model.kernel()
                    .run(owner, "cache", model.noMask(), (long) rows, (long) capacity)
                    .get(0));
        }
        return new KvCache(caches, rows, capacity);
    }

    /**
     * Processes prompts and appends them to a cache as new rows. Prompts may differ in length; none attends to another.
     *
     * @param step owns the result
     * @param cache of this model
     * @param prompts token ids, at least one in each prompt
     * @return float32 logits of the token after each prompt, (prompts, V)
     */
    public NDArray prefill(NDManager step, KvCache cache, int[][] prompts) {
        int first = cache.add(prompts);
        TokenRows rows = TokenRows.of(step, prompts);
        Context context = model.context(step, rows);
        long[] last =
                Arrays.stream(prompts).mapToLong(prompt -> prompt.length - 1).toArray();
        return model.kernel()
                .run(
                        step,
                        "prefill",
                        rows.ids(),
                        HostTransfer.send(step, last),
                        context.cos(),
                        context.sin(),
                        context.mask(),
                        model.weight(LlamaWeights.EMBEDDING),
                        model.weight(LlamaWeights.NORM),
                        model.head(),
                        model.allLayers(),
                        cache.layers(),
                        (long) first)
                .get(0);
    }

    /**
     * Appends one token to every row of a cache.
     *
     * @param step owns the result
     * @param cache of this model, with space for another token in each row
     * @param tokens a token for each row, in the order of the rows
     * @return float32 logits of the token after each of them, (B, V)
     */
    public NDArray decode(NDManager step, KvCache cache, int[] tokens) {
        long[] positions = cache.append(tokens.length);
        long[] ids = Arrays.stream(tokens).asLongStream().toArray();
        return model.kernel()
                .run(
                        step,
                        "decode",
                        HostTransfer.send(step, ids),
                        HostTransfer.send(step, positions),
                        model.frequencies(),
                        model.weight(LlamaWeights.EMBEDDING),
                        model.weight(LlamaWeights.NORM),
                        model.head(),
                        model.allLayers(),
                        cache.layers(),
                        span(positions, cache.capacity(), model.backend().spanStep()))
                .get(0);
    }

    /** The number of cache positions that a step reads: the length of the longest row, rounded up to a multiple, and at most the capacity. */
    static long span(long[] positions, int capacity, long multiple) {
        long longest = Arrays.stream(positions).max().orElseThrow() + 1;
        return Math.min(capacity, (longest + multiple - 1) / multiple * multiple);
    }

    /**
     * Removes a finished sequence from a cache: the last row moves into its place, so that the rows stay dense.
     *
     * @param cache of this model
     * @param row the row to remove
     */
    public void drop(KvCache cache, int row) {
        int last = cache.rows() - 1;
        if (row != last) {
            model.kernel()
                    .run(model.manager(), "move", cache.layers(), (long) last, (long) row, (long) cache.length(last));
        }
        cache.remove(row);
    }
}
