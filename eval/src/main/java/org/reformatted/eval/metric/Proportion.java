package org.reformatted.eval.metric;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.reformatted.realign.base.Check;

/**
 * A number of hits among a number of cases: an accuracy or a share.
 *
 * @param correct number of hits
 * @param n number of cases
 */
public record Proportion(long correct, long n) {
    /** Checks the counts. */
    public Proportion {
        Check.argument(n >= 0, "n (%s) must not be negative", n);
        Check.argument(correct >= 0 && correct <= n, "correct (%s) must lie in [0, %s]", correct, n);
    }

    /**
     * Returns the share.
     *
     * @return a value in [0, 1]; {@code NaN} without cases
     */
    public double value() {
        return n == 0 ? Double.NaN : (double) correct / n;
    }

    /**
     * Computes Wilson's score interval without continuity correction (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927). Its coverage is right even near 0
     * and 1, where the scores of small models are.
     *
     * @param level its coverage, such as 0.95
     * @return an interval inside [0, 1]; undefined without cases
     */
    public Interval wilson(double level) {
        return wilson(value(), n, level);
    }

    /** As {@link #wilson(double)}, but for the mean of n shares between 0 and 1, whose variance is at most that of zeros and ones. */
    static Interval wilson(double p, long n, double level) {
        Check.argument(level > 0 && level < 1, "level (%s) must lie in (0, 1)", level);
        if (n == 0) {
            return Interval.UNDEFINED;
        }
        double z = new NormalDistribution().inverseCumulativeProbability(0.5 + level / 2);
        double scale = 1 + z * z / n;
        double centre = (p + z * z / (2 * n)) / scale;
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / scale;
        return new Interval(p == 0 ? 0 : centre - half, p == 1 ? 1 : centre + half);
    }
}
