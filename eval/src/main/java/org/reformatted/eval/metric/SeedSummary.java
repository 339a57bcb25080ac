package org.reformatted.eval.metric;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * What several trainings that differ in their seed alone scored.
 *
 * @param seeds how many
 * @param mean of their scores, {@code NaN} of none
 * @param standardDeviation with n - 1 below the line; {@code NaN} of fewer than two
 * @param low lower end of the mean's 95% interval by Student's t; {@code NaN} of fewer than two scores and of scores that are all the same
 * @param high upper end
 */
public record SeedSummary(int seeds, double mean, double standardDeviation, double low, double high) {
    /**
     * Summarises scores.
     *
     * @param scores one a seed
     * @return the summary
     */
    public static SeedSummary of(double... scores) {
        int n = scores.length;
        double mean = Descriptive.mean(scores);
        double deviation = Descriptive.standardDeviation(scores);
        Interval alike = Descriptive.normalInterval(mean, deviation);
        if (n < 2 || Double.isNaN(alike.low())) {
            return new SeedSummary(n, mean, deviation, Double.NaN, Double.NaN);
        }
        double half = new TDistribution(n - 1).inverseCumulativeProbability(0.5 + Interval.LEVEL / 2)
                * deviation
                / Math.sqrt(n);
        return new SeedSummary(n, mean, deviation, mean - half, mean + half);
    }
}
