package org.reformatted.finetune.generate;

import java.util.Arrays;

/**
 * Top-k and top-p: the tokens that may be drawn, and the tokens for which rounding of the logits decides whether they may be drawn.
 *
 * @param weights of all tokens, 0 for tokens that may not be drawn
 * @param doubtful the tokens at the edge
 * @param doubtfulWeight the sum of their weights
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are primitive and are never changed
record NucleusWeights(double[] weights, boolean[] doubtful, double doubtfulWeight) {
    /**
     * Keeps the {@code topK} tokens with the highest weights, and of these the tokens with the highest weights whose sum reaches the fraction
     * {@code topP} (Holtzman et al. 2020; the token that crosses the fraction is kept). Of equal weights the lower id is kept.
     *
     * @param weights softmax without its denominator
     * @param topK 0 keeps all
     * @param topP 1 keeps all
     * @param doubt the maximum error of the logarithm of each weight
     */
    static NucleusWeights of(double[] weights, int topK, double topP, double doubt) {
        long[] order = heaviestFirst(weights);
        int most = topK == 0 ? order.length : Math.min(topK, order.length);
        double total = 0;
        for (int rank = 0; rank < most; rank++) {
            total += weights[id(order[rank])];
        }
        double before = 0;
        double sum = 0;
        int kept = 0;
        while (kept < most && (kept == 0 || sum < topP * total)) {
            before = sum;
            sum += weights[id(order[kept++])];
        }
        int low = before > (topP - doubt) * total && kept > 1 ? kept - 2 : kept - 1;
        int high = kept < most && sum < (topP + doubt) * total ? kept + 1 : kept;
        return cut(weights, order, kept, low, high, doubt);
    }

    /**
     * Ranks up to {@code low} are kept and ranks from {@code high} on are removed; they are doubtful if their weights are close to those on the other
     * side of the edge.
     */
    private static NucleusWeights cut(double[] weights, long[] order, int kept, int low, int high, double doubt) {
        double[] inside = weights.clone();
        for (int rank = kept; rank < order.length; rank++) {
            inside[id(order[rank])] = 0;
        }
        boolean[] doubtful = new boolean[weights.length];
        double lightest = low < 0 ? Double.MAX_VALUE : weights[id(order[low])] * Math.exp(-2 * doubt);
        double heaviest = high < order.length ? weights[id(order[high])] * Math.exp(2 * doubt) : 0;
        double sum = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double weight = weights[id(order[rank])];
            boolean sure = rank <= low ? weight > heaviest : rank >= high && weight < lightest;
            if (!sure) {
                doubtful[id(order[rank])] = true;
                sum += weight;
            }
        }
        return new NucleusWeights(inside, doubtful, sum);
    }

    /** Sortable keys: the weight in the upper bits, the id in the lower bits. Positive floats have the same order as their bits. */
    private static long[] heaviestFirst(double[] weights) {
        long[] keys = new long[weights.length];
        for (int id = 0; id < keys.length; id++) {
            keys[id] = (long) -Float.floatToIntBits((float) weights[id]) << 32 | id;
        }
        Arrays.sort(keys);
        return keys;
    }

    private static int id(long key) {
        return (int) key;
    }
}
