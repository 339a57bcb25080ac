package org.reformatted.finetune.batch;

import java.util.Arrays;
import org.reformatted.realign.base.Check;

/**
 * A training example in tokens.
 *
 * @param id names the example, for messages
 * @param ids tokens, at least one
 * @param lossWeights for each token, the weight of having predicted it from what comes before it; 0 at position 0, which nothing predicts
 */
@SuppressWarnings("ArrayRecordComponent") // tokens stay primitive; they are never changed
public record TokenizedExample(String id, int[] ids, float[] lossWeights) {
    /** Checks lengths and weights. */
    public TokenizedExample {
        Check.argument(ids.length > 0, "ids of %s must not be empty", id);
        Check.argument(
                ids.length == lossWeights.length,
                "lossWeights of %s (%s) must be as many as its ids (%s)",
                id,
                lossWeights.length,
                ids.length);
        Check.argument(
                lossWeights[0] == 0, "lossWeights[0] of %s (%s) must be 0: nothing predicts it", id, lossWeights[0]);
        for (float weight : lossWeights) {
            Check.argument(
                    weight >= 0 && Float.isFinite(weight), "lossWeights of %s (%s) must not be negative", id, weight);
        }
    }

    /**
     * How long it is.
     *
     * @return tokens
     */
    public int length() {
        return ids.length;
    }

    /**
     * How many of its tokens are learned.
     *
     * @return tokens whose loss weight is not 0
     */
    public int supervisedTokens() {
        int count = 0;
        for (float weight : lossWeights) {
            count += weight == 0 ? 0 : 1;
        }
        return count;
    }

    /**
     * Cuts the example at its right end and drops the tokens behind the last one that is learned (OpenChat, January 2024).
     *
     * @param maxLength most tokens that may stay, positive
     * @return the example itself when nothing is dropped; one token without loss when nothing of what stays is learned
     */
    public TokenizedExample truncated(int maxLength) {
        Check.argument(maxLength > 0, "maxLength (%s) must be positive", maxLength);
        int end = Math.min(ids.length, maxLength);
        while (end > 1 && lossWeights[end - 1] == 0) {
            end--;
        }
        return end == ids.length
                ? this
                : new TokenizedExample(id, Arrays.copyOf(ids, end), Arrays.copyOf(lossWeights, end));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenizedExample that
                && id.equals(that.id)
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(lossWeights, that.lossWeights);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return id + Arrays.toString(ids);
    }
}
