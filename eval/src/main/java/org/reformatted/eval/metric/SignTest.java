package org.reformatted.eval.metric;

/** The sign test: whether wins and losses over the same samples are equally frequent. Draws are ignored. */
public final class SignTest {
    private SignTest() {}

    /**
     * Computes the two-sided p-value under the exact binomial distribution.
     *
     * @param wins number of samples on which the first is better
     * @param losses number of samples on which the second is better
     * @return the probability of a split at least this uneven if both were equally good; 1 without wins and losses
     */
    public static double exact(int wins, int losses) {
        return McNemar.exact(wins, losses);
    }
}
