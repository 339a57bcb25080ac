package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score as shown in results.
 *
 * @param value the mean, {@code NaN} without examples; in percent if the unit is {@code percent}
 * @param unit {@code percent}, {@code rating} for a judge's scale, or the unit of a measure, such as {@code grade}
 * @param n number of examples; a percentage includes examples without a parsed answer, other means do not
 * @param correct number of right examples, where each is right or wrong; else null
 * @param standardError standard error of the value, in the same unit, with the denominator n - 1; {@code NaN} for fewer than two examples
 * @param low lower end of the 95% interval, in the same unit
 * @param high upper end of the 95% interval
 * @param unparsed number of outputs in which no answer was found; they count as wrong in a percentage
 * @param unparsedShare unparsed outputs as a share of all outputs, {@code NaN} without outputs
 */
public record Score(
        double value,
        String unit,
        long n,
        @Nullable Long correct,
        double standardError,
        double low,
        double high,
        long unparsed,
        double unparsedShare) {
    /** The unit of shares of right answers. */
    public static final String PERCENT = "percent";

    /** The largest standard error, as a share of the mean, that rounding can cause for identical numbers. */
    private static final double ROUNDING = 1e-12;

    /**
     * Computes the score of a list of independent numbers, see {@link #ofClusters}.
     *
     * @param values one per example
     * @param unit {@code percent} or {@code rating}
     * @param unparsed number of examples without a value, which are not in {@code values}
     * @return the score; its unparsed share is of all examples
     */
    public static Score ofMean(double[] values, String unit, long unparsed) {
        return ofClusters(
                Arrays.stream(values).mapToObj(value -> new double[] {value}).toList(), unit, unparsed);
    }

    /**
     * Computes the score of numbers in clusters, such as the ratings of the turns of a conversation, which are correlated: their mean, and its normal
     * interval for independent clusters of dependent numbers (K.-Y. Liang and S. L. Zeger, Biometrika 73, 1986). With G clusters, N numbers x and
     * their mean m, the standard error is sqrt(G / (G - 1) sum over clusters of (sum of x - m)^2) / N; for clusters of one number this is the usual
     * standard error.
     *
     * <p>Where the standard error is 0, for instance when all comparisons are ties, a normal interval would have no width. A percentage then has
     * Wilson's interval, which is valid for the mean of any G numbers in [0, 1], since their variance is at most that of zeros and ones; other units
     * have no interval.
     *
     * @param clusters the numbers of each cluster
     * @param unit such as {@code rating}
     * @param unparsed number of examples without a number
     * @return the score; its n counts numbers, not clusters
     */
    public static Score ofClusters(Collection<double[]> clusters, String unit, long unparsed) {
        double[] values = clusters.stream().flatMapToDouble(Arrays::stream).toArray();
        List<double[]> filled = clusters.stream().filter(c -> c.length > 0).toList();
        double mean = Descriptive.mean(values);
        double squares = filled.stream()
                .mapToDouble(
                        cluster -> Arrays.stream(cluster).map(x -> x - mean).sum())
                .map(sum -> sum * sum)
                .sum();
        double g = filled.size();
        double found = g < 2 ? Double.NaN : Math.sqrt(g / (g - 1) * squares) / values.length;
        double error = found < ROUNDING * Math.abs(mean) ? 0 : found;
        Interval interval = error == 0 && unit.equals(PERCENT)
                ? Proportion.wilson(mean / 100, filled.size(), Interval.LEVEL).times(100)
                : inRange(Descriptive.normalInterval(mean, error), unit);
        return new Score(
                mean,
                unit,
                values.length,
                null,
                error,
                interval.low(),
                interval.high(),
                unparsed,
                new Proportion(unparsed, unparsed + values.length).value());
    }

    private static Interval inRange(Interval interval, String unit) {
        return unit.equals(PERCENT) ? interval.within(0, 100) : interval;
    }
}
