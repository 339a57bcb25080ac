package org.reformatted.finetune.batch;

import java.util.Arrays;
import org.reformatted.realign.base.Check;

/**
 * A tokenized training example.
 *
 * @param id name of the example, for messages
 * @param ids tokens, at least one
 * @param lossWeights for each token, the loss weight of its prediction from the tokens before it; 0 at position 0, which is not predicted
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are primitive and are never changed
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
                lossWeights[0] == 0, "lossWeights[0] of %s (%s) must be 0: it is not predicted", id, lossWeights[0]);
        for (float weight : lossWeights) {
            Check.argument(
                    weight >= 0 && Float.isFinite(weight), "lossWeights of %s (%s) must not be negative", id, weight);
        }
    }

    /**
     * The length of the example.
     *
     * @return tokens
     */
    public int length() {
        return ids.length;
    }

    /**
     * The number of learned tokens.
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
     * Truncates the example at its right end and drops the tokens after the last learned token (OpenChat, January 2024).
     *
     * @param maxLength the maximum number of kept tokens, positive
     * @return the same example if no token is dropped; one token without loss if none of the kept tokens is learned
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
