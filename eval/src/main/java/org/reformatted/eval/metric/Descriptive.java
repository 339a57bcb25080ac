package org.reformatted.eval.metric;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.reformatted.realign.base.Check;

/** Means, deviations and rank correlation; {@code NaN} where there is too little to say. */
public final class Descriptive {
    private Descriptive() {}

    /**
     * The mean.
     *
     * @param values any numbers
     * @return their mean, {@code NaN} of none
     */
    public static double mean(double[] values) {
        return values.length == 0 ? Double.NaN : Arrays.stream(values).sum() / values.length;
    }

    /**
     * The standard deviation of a sample, with n - 1 below the line.
     *
     * @param values any numbers
     * @return the deviation, {@code NaN} of fewer than two
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
     * The standard error of the mean.
     *
     * @param values any numbers
     * @return deviation over the root of n, {@code NaN} of fewer than two
     */
    public static double standardError(double[] values) {
        return standardDeviation(values) / Math.sqrt(values.length);
    }

    /**
     * The normal interval of a mean.
     *
     * @param values any numbers
     * @return mean and 1.96 standard errors to both sides, undefined of fewer than two
     */
    public static Interval normalInterval(double[] values) {
        return normalInterval(mean(values), standardError(values));
    }

    /**
     * The normal interval around a value.
     *
     * @param value an estimate
     * @param standardError of it, {@code NaN} when undefined
     * @return the value and 1.96 standard errors to both sides; undefined without them, and where they are 0: numbers that are all alike do not show
     *     how much others vary
     */
    public static Interval normalInterval(double value, double standardError) {
        if (!(standardError > 0)) {
            return Interval.UNDEFINED;
        }
        double half = new NormalDistribution().inverseCumulativeProbability(0.5 + Interval.LEVEL / 2) * standardError;
        return new Interval(value - half, value + half);
    }

    /**
     * Spearman's rank correlation; equal values share their mean rank.
     *
     * @param first numbers
     * @param second numbers in the same order
     * @return a value in [-1, 1], {@code NaN} of fewer than two or when either side is all alike
     */
    public static double spearman(double[] first, double[] second) {
        Check.argument(
                first.length == second.length,
                "first (%s values) and second (%s) must pair",
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
