package org.reformatted.finetune.generate;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.reformatted.finetune.generate.Sampling.Chance;
import org.reformatted.finetune.generate.Sampling.Draw;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.CachedDecoder;
import org.reformatted.finetune.model.KvCache;
import org.reformatted.finetune.model.LlamaModel;

/** A LLaMA with a key/value cache. One row of the cache is reserved for sequences that are computed alone. Owns the cache, not the model. */
final class LlamaTokenModel implements TokenModel {
    /**
     * In float32, logits of a batch differed in measurements from those of a single row by up to 2.5e-5 at width 64 (stories260K, 1 to 16 rows).
     * Rounding errors grow with the square root of the width. This value is multiplied by this root, so the tolerance at width 64 is eight times the
     * measured difference.
     */
    private static final double FLOAT32_TOLERANCE = 2.5e-5;

    private final LlamaModel model;
    private final CachedDecoder decoder;
    private final NDManager manager;
    private final KvCache cache;
    private final TokenSampler drawing;

    LlamaTokenModel(LlamaModel model, int rows, int capacity) {
        this.model = model;
        decoder = new CachedDecoder(model);
        manager = model.manager().newSubManager();
        cache = decoder.newCache(manager, rows + 1, capacity);
        drawing = model.backend().drawsThere() ? new TokenSampler.There(manager) : new TokenSampler.Here();
    }

    @Override
    public int maxRows() {
        return cache.maxRows() - 1;
    }

    @Override
    public int capacity() {
        return cache.capacity();
    }

    @Override
    public List<Draw> start(List<int[]> prompts, List<Chance> chances) {
        try (NDManager step = manager.newSubManager()) {
            return drawing.draw(
                    step, decoder.prefill(step, cache, prompts.toArray(int[][]::new)), chances, tolerance());
        }
    }

    @Override
    public List<Draw> append(int[] tokens, List<Chance> chances) {
        try (NDManager step = manager.newSubManager()) {
            return drawing.draw(step, decoder.decode(step, cache, tokens), chances, tolerance());
        }
    }

    @Override
    public Draw drawSingle(int[] sequence, Chance chance) {
        Draw draw = start(List.of(sequence), List.of(chance)).get(0);
        drop(cache.rows() - 1);
        return draw;
    }

    /** In half precision it is 0: a batch rounds so coarsely that the separate computation of near ties would cost more than the batch saves. */
    @Override
    public double tolerance() {
        double width = model.config().hiddenSize();
        return model.type() == NumberType.FLOAT32 ? FLOAT32_TOLERANCE * Math.sqrt(width) : 0;
    }

    @Override
    public void drop(int row) {
        decoder.drop(cache, row);
    }

    @Override
    public void close() {
        drawing.close();
        manager.close();
    }
}
