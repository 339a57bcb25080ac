package org.reformatted.finetune.train.metrics;

import java.util.List;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.train.memory.TrainingSize;

/**
 * The floating-point operations that a training step asks for, however it is computed: 6 N + 12 L A T a token, for N numbers in matrices, L layers,
 * A width of all query heads and T tokens that are attended to (Chowdhery et al. 2022, PaLM, appendix B, with A for its H * Q). Looking up an embedding is no product, so
 * its table is not in N; the head counts where a token is supervised, since nothing is asked of it elsewhere. T is an example's own length, or
 * the sliding window where that is shorter: padding and neighbours in a row count nothing, and neither does computing activations again. As in the
 * paper attention counts in full, though the causal half of it would do. A matrix that is not trained needs no gradient of its own: 4 instead of 6.
 *
 * @param ofToken operations a token, attention and head left out
 * @param ofSupervised operations of the head a supervised token
 * @param ofPair operations of attention for a token and one it attends to
 * @param window most tokens one attends to
 */
public record ModelFlops(double ofToken, double ofSupervised, double ofPair, int window) {
    /**
     * The operations of a training.
     *
     * @param size of the training
     * @return what tokens and pairs of tokens ask for
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
     * Operations of a step on some examples.
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
