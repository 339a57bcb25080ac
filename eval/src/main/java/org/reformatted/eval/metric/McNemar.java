package org.reformatted.eval.metric;

import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.reformatted.realign.base.Check;

/** McNemar's exact test: whether two systems answer the same questions equally well. */
public final class McNemar {
    private McNemar() {}

    /**
     * Computes the two-sided p-value under the exact binomial distribution; only questions that exactly one of the two gets right count.
     *
     * @param onlyFirst number of questions that only the first gets right
     * @param onlySecond number of questions that only the second gets right
     * @return the probability of a split at least this uneven if both were equally good; 1 when they never differ
     */
    public static double exact(int onlyFirst, int onlySecond) {
        Check.argument(onlyFirst >= 0, "onlyFirst (%s) must not be negative", onlyFirst);
        Check.argument(onlySecond >= 0, "onlySecond (%s) must not be negative", onlySecond);
        int discordant = onlyFirst + onlySecond;
        if (discordant == 0) {
            return 1;
        }
        double tail = new BinomialDistribution(discordant, 0.5).cumulativeProbability(Math.min(onlyFirst, onlySecond));
        return Math.min(1, 2 * tail);
    }
}
