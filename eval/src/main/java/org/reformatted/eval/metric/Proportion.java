package org.reformatted.eval.metric;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.reformatted.realign.base.Check;

/**
 * So many of so many: an accuracy, a share.
 *
 * @param correct how many hit
 * @param n of how many
 */
public record Proportion(long correct, long n) {
    /** Checks the counts. */
    public Proportion {
        Check.argument(n >= 0, "n (%s) must not be negative", n);
        Check.argument(correct >= 0 && correct <= n, "correct (%s) must lie in [0, %s]", correct, n);
    }

    /**
     * The share itself.
     *
     * @return a value in [0, 1], {@code NaN} of none
     */
    public double value() {
        return n == 0 ? Double.NaN : (double) correct / n;
    }

    /**
     * Wilson's score interval, without continuity correction (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927): right in its coverage even
     * near 0 and 1, where scores of small models lie.
     *
     * @param level its coverage, such as 0.95
     * @return an interval inside [0, 1], undefined of none
     */
    public Interval wilson(double level) {
        return wilson(value(), n, level);
    }

    /** The same for the mean of n shares between 0 and 1, whose variance is at most that of right and wrong. */
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
