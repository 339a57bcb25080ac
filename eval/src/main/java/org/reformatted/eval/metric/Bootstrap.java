package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reformatted.realign.base.Check;

/**
 * Percentile bootstrap intervals (B. Efron, Ann. Stat. 7, 1979): samples are drawn with replacement, and the interval is the middle of the
 * distribution of the statistic over the draws. The same seed gives the same interval.
 */
public final class Bootstrap {
    /** The default number of resamples. */
    public static final int RESAMPLES = 10_000;

    private Bootstrap() {}

    /**
     * Computes the interval of a mean.
     *
     * @param values one per sample
     * @param resamples number of resamples
     * @param level coverage, such as 0.95
     * @param seed the seed of the draws
     * @return the interval, undefined without values, and for identical values, which do not show how much other values vary
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
     * Computes the middle of the distribution of a statistic over draws.
     *
     * @param sorted its values, one per draw, in ascending order; at least one
     * @param level coverage, such as 0.95
     * @return the interval, undefined where it would have no width
     */
    public static Interval middle(double[] sorted, double level) {
        double low = quantile(sorted, (1 - level) / 2);
        double high = quantile(sorted, (1 + level) / 2);
        return low < high ? new Interval(low, high) : Interval.UNDEFINED;
    }

    /**
     * Computes the interval of the difference of two means over the same samples; always complete pairs are drawn.
     *
     * @param first values of the first system, one per sample
     * @param second values of the second, in the same order
     * @param resamples number of resamples
     * @param level coverage, such as 0.95
     * @param seed the seed of the draws
     * @return the interval of second minus first, undefined without values
     */
    public static Interval pairedDifference(double[] first, double[] second, int resamples, double level, long seed) {
        return mean(differences(first, second), resamples, level, seed);
    }

    /**
     * As {@link #pairedDifference}, but for shares between 0 and 1, and defined for identical differences. Where all n differences equal d, the share
     * of other samples that have another difference is at most u = z^2 / (n + z^2), Wilson's upper limit for 0 of n. Their differences lie in [-1,
     * 1], so the mean lies in [d - u (1 + d), d + u (1 - d)]. For d = 0 this is the score interval of two systems that agree on every sample (T.
     * Tango, Stat. Med. 17, 1998).
     *
     * @param first values of the first system, one per sample, in [0, 1]
     * @param second values of the second, in the same order
     * @param resamples number of resamples
     * @param level coverage, such as 0.95
     * @param seed the seed of the draws
     * @return the interval of second minus first, undefined without values
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

    /** Returns second minus first for each sample. */
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

    /** Interpolates linearly between the two nearest sorted values (type 7 of Hyndman and Fan, NumPy's default). */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
