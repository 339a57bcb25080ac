package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reformatted.realign.base.Check;

/**
 * Percentile bootstrap intervals (B. Efron, Ann. Stat. 7, 1979): samples are drawn again with replacement, and the middle of what the
 * statistic then does is the interval. The same seed gives the same interval.
 */
public final class Bootstrap {
    /** How often samples are drawn again. */
    public static final int RESAMPLES = 10_000;

    private Bootstrap() {}

    /**
     * The interval of a mean.
     *
     * @param values one a sample
     * @param resamples how often samples are drawn again
     * @param level coverage, such as 0.95
     * @param seed of the draws
     * @return the interval, undefined of no values and of values that are all the same, which do not show how much others vary
     */
    public static Interval mean(double[] values, int resamples, double level, long seed) {
        Check.argument(resamples > 0, "resamples (%s) must be positive", resamples);
        Check.argument(level > 0 && level < 1, "level (%s) must lie in (0, 1)", level);
        if (values.length == 0) {
            return Interval.UNDEFINED;
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return middle(means, level);
    }

    /**
     * The middle of what a statistic does over draws.
     *
     * @param sorted its values, one a draw, in rising order; at least one
     * @param level coverage, such as 0.95
     * @return the interval, undefined where it would have no width
     */
    public static Interval middle(double[] sorted, double level) {
        double low = quantile(sorted, (1 - level) / 2);
        double high = quantile(sorted, (1 + level) / 2);
        return low < high ? new Interval(low, high) : Interval.UNDEFINED;
    }

    /**
     * The interval of the difference of two means over the same samples: pairs are drawn, never one side alone.
     *
     * @param first values of the first system, one a sample
     * @param second values of the second, in the same order
     * @param resamples how often pairs are drawn again
     * @param level coverage, such as 0.95
     * @param seed of the draws
     * @return the interval of second minus first, undefined of no values
     */
    public static Interval pairedDifference(double[] first, double[] second, int resamples, double level, long seed) {
        return mean(differences(first, second), resamples, level, seed);
    }

    /**
     * The same for shares between 0 and 1. Where all n differences are one number d, at most a share u = z^2 / (n + z^2) of samples differs
     * otherwise, Wilson's upper limit for none of n; their differences lie in [-1, 1], so the mean's in [d - u (1 + d), d + u (1 - d)]. For d = 0
     * that is the score interval of two systems that agree on every sample (T. Tango, Stat. Med. 17, 1998).
     *
     * @param first values of the first system, one a sample, in [0, 1]
     * @param second values of the second, in the same order
     * @param resamples how often pairs are drawn again
     * @param level coverage, such as 0.95
     * @param seed of the draws
     * @return the interval of second minus first, undefined of no values
     */
    public static Interval pairedShares(double[] first, double[] second, int resamples, double level, long seed) {
        double[] differences = differences(first, second);
        Interval drawn = mean(differences, resamples, level, seed);
        if (differences.length == 0 || !Double.isNaN(drawn.low())) {
            return drawn;
        }
        double d = Descriptive.mean(differences);
        double others = new Proportion(0, differences.length).wilson(level).high();
        return new Interval(d - others * (1 + d), d + others * (1 - d));
    }

    /** Second minus first, sample by sample. */
    static double[] differences(double[] first, double[] second) {
        Check.argument(
                first.length == second.length,
                "first (%s values) and second (%s) must be over the same samples",
                first.length,
                second.length);
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = second[i] - first[i];
        }
        return differences;
    }

    /** Linear between the two nearest of sorted values (type 7 of Hyndman and Fan, NumPy's default). */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
