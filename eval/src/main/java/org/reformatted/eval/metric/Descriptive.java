package org.reformatted.eval.metric;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.reformatted.realign.base.Check;

/** Means, deviations and rank correlation; {@code NaN} where there are too few values. */
public final class Descriptive {
    private Descriptive() {}

    /**
     * Computes the mean.
     *
     * @param values any numbers
     * @return their mean; {@code NaN} without values
     */
    public static double mean(double[] values) {
        return values.length == 0 ? Double.NaN : Arrays.stream(values).sum() / values.length;
    }

    /**
     * Computes the standard deviation of a sample, with the denominator n - 1.
     *
     * @param values any numbers
     * @return the deviation; {@code NaN} for fewer than two values
     */
    public static double standardDeviation(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /**
     * Computes the standard error of the mean.
     *
     * @param values any numbers
     * @return the deviation over the square root of n; {@code NaN} for fewer than two values
     */
    public static double standardError(double[] values) {
        return standardDeviation(values) / Math.sqrt(values.length);
    }

    /**
     * Computes the normal interval of a mean.
     *
     * @param values any numbers
     * @return the mean plus and minus 1.96 standard errors; undefined for fewer than two values
     */
    public static Interval normalInterval(double[] values) {
        return normalInterval(mean(values), standardError(values));
    }

    /**
     * Computes the normal interval around a value.
     *
     * @param value an estimate
     * @param standardError its standard error, {@code NaN} when undefined
     * @return the value plus and minus 1.96 standard errors; undefined where the error is undefined or 0: identical numbers do not show how much
     *     other numbers vary
     */
    public static Interval normalInterval(double value, double standardError) {
        if (!(standardError > 0)) {
            return Interval.UNDEFINED;
        }
        double half = new NormalDistribution().inverseCumulativeProbability(0.5 + Interval.LEVEL / 2) * standardError;
        return new Interval(value - half, value + half);
    }

    /**
     * Computes Spearman's rank correlation; equal values share their mean rank.
     *
     * @param first numbers
     * @param second numbers in the same order
     * @return a value in [-1, 1]; {@code NaN} for fewer than two values or when all values of one side are equal
     */
    public static double spearman(double[] first, double[] second) {
        Check.argument(
                first.length == second.length,
                "first (%s values) and second (%s) must have the same length",
                first.length,
                second.length);
        double[] a = ranks(first);
        double[] b = ranks(second);
        double meanRank = (first.length + 1) / 2.0;
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanRank) * (b[i] - meanRank);
            squaresA += (a[i] - meanRank) * (a[i] - meanRank);
            squaresB += (b[i] - meanRank) * (b[i] - meanRank);
        }
        return both / Math.sqrt(squaresA * squaresB);
    }

    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int low = firstIndex(sorted, values[i]);
            int high = low;
            while (high + 1 < sorted.length && sorted[high + 1] == values[i]) {
                high++;
            }
            ranks[i] = (low + high) / 2.0 + 1;
        }
        return ranks;
    }

    private static int firstIndex(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, value);
        while (at > 0 && sorted[at - 1] == value) {
            at--;
        }
        return at;
    }
}
