package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score as results show it.
 *
 * @param value the mean, {@code NaN} of no examples; in percent when its unit says so
 * @param unit {@code percent}, {@code rating} for a judge's scale, or what is measured, such as {@code grade}
 * @param n of how many examples; those without a parsed answer are among them in a percentage, and in no other mean
 * @param correct how many were right, where each is right or wrong; else null
 * @param standardError of the value, in the same unit, with n - 1 below the line; {@code NaN} of fewer than two
 * @param low lower end of the 95% interval, in the same unit
 * @param high upper end of the 95% interval
 * @param unparsed how many outputs gave no answer; they count as wrong in a percentage
 * @param unparsedShare the same as a share of n, {@code NaN} of none
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

    /** What rounding alone makes of the standard error of numbers that are all the same, as a share of their mean. */
    private static final double ROUNDING = 1e-12;

    /**
     * The score of a list of independent numbers, see {@link #ofClusters}.
     *
     * @param values one an example
     * @param unit {@code percent} or {@code rating}
     * @param unparsed how many examples gave no value and are not among them
     * @return the score; its unparsed share is of all examples
     */
    public static Score ofMean(double[] values, String unit, long unparsed) {
        return ofClusters(
                Arrays.stream(values).mapToObj(value -> new double[] {value}).toList(), unit, unparsed);
    }

    /**
     * The score of numbers that belong together in clusters, such as the ratings of a conversation's turns, which are alike: their mean, and its
     * normal interval for independent clusters of dependent numbers (K.-Y. Liang and S. L. Zeger, Biometrika 73, 1986). With G clusters, N numbers x
     * and their mean m, the standard error is sqrt(G / (G - 1) sum over clusters of (sum of x - m)^2) / N; of clusters of one that is the usual one.
     *
     * <p>Where it is 0, as of ties alone, a normal interval would have no width. A percentage has Wilson's then, which holds for the mean of any G
     * numbers in [0, 1], since none vary more than right and wrong do; other units have none.
     *
     * @param clusters the numbers of each
     * @param unit such as {@code rating}
     * @param unparsed how many examples gave no number
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
