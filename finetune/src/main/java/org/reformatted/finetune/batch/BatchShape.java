package org.reformatted.finetune.batch;

import java.util.List;
import org.reformatted.realign.base.Check;

/**
 * The largest batch of a run, for which its memory is planned.
 *
 * @param tokens maximum number of tokens of a batch, including padding
 * @param length maximum number of tokens of a row
 * @param packed whether rows contain several examples, which an attention mask separates
 */
public record BatchShape(long tokens, int length, boolean packed) {
    /** Checks the ranges. */
    public BatchShape {
        Check.argument(length > 0, "length (%s) must be positive", length);
        Check.argument(tokens >= length, "tokens (%s) must be at least a row's (%s)", tokens, length);
    }

    /**
     * Computes an upper bound of the batches of a run.
     *
     * @param examples the training examples, at least one
     * @param batching the size of a step
     * @param maxLength maximum number of tokens of a row
     * @return the largest batch that any epoch can have
     */
    public static BatchShape of(List<TokenizedExample> examples, Batching batching, int maxLength) {
        int longest = examples.stream().mapToInt(TokenizedExample::length).max().orElseThrow();
        if (batching instanceof Batching.Examples fixed) {
            return new BatchShape((long) Math.min(fixed.examples(), examples.size()) * longest, longest, false);
        }
        Batching.Tokens budget = (Batching.Tokens) batching;
        if (budget.layout() == Batching.Layout.GROUPED) {
            return new BatchShape(Math.max(longest, budget.tokens()), longest, false);
        }
        int row = Math.min(maxLength, budget.tokens());
        return new BatchShape((long) Math.max(1, budget.tokens() / row) * row, row, true);
    }

    /**
     * The smallest possible batch of a run: one row.
     *
     * @return one row of the same length
     */
    public BatchShape oneRow() {
        return new BatchShape(length, length, packed);
    }
}
