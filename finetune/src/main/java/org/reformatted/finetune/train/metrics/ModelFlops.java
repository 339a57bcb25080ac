package org.reformatted.finetune.train.metrics;

import java.util.List;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.train.memory.TrainingSize;

/**
 * The floating-point operations that a training step requires, independent of how it is computed: 6 N + 12 L A T per token, for N parameters in
 * matrices, L layers, A width of all query heads and T tokens that are attended to (Chowdhery et al. 2022, PaLM, appendix B, with A for its H * Q).
 * An embedding lookup is not a product, so N excludes the embedding table; the head is counted for supervised tokens only, since the loss needs no
 * other logits. T is the length of the example, or the sliding window if that is shorter: padding, other examples in a row and recomputed activations
 * are not counted. As in the paper, attention is counted in full, although the causal half is enough. A matrix that is not trained needs no gradient:
 * 4 instead of 6.
 *
 * @param ofToken operations per token, without attention and head
 * @param ofSupervised operations of the head per supervised token
 * @param ofPair operations of attention per pair of a token and a token that it attends to
 * @param window maximum number of tokens that a token attends to
 */
public record ModelFlops(double ofToken, double ofSupervised, double ofPair, int window) {
    /**
     * The operations of a training.
     *
     * @param size of the training
     * @return the operations of tokens and pairs of tokens
     */
    public static ModelFlops of(TrainingSize size) {
        LlamaConfig c = size.model();
        double matrices = (double) c.layers()
                * c.hiddenSize()
                * (2L * c.attentionWidth() + 2L * c.keyValueWidth() + 3L * c.intermediateSize());
        double head = (double) c.vocabularySize() * c.hiddenSize();
        boolean full = size.lora().isEmpty();
        return new ModelFlops(
                (full ? 6 : 4) * matrices + (full ? 0 : 6.0 * size.adapters()),
                (full ? 6 : 4) * head,
                12.0 * c.layers() * c.attentionWidth(),
                c.slidingWindow().orElse(Integer.MAX_VALUE));
    }

    /**
     * Computes the operations of a step on some examples.
     *
     * @param examples of all its batches
     * @return floating-point operations
     */
    public double of(List<TokenizedExample> examples) {
        double sum = 0;
        for (TokenizedExample example : examples) {
            double attended = (double) example.length() * Math.min(example.length(), window);
            sum += example.length() * ofToken + example.supervisedTokens() * ofSupervised + attended * ofPair;
        }
        return sum;
    }
}
