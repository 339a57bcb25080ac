package org.reformatted.eval.metric;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The scores of several trainings that differ only in their seed.
 *
 * @param seeds number of seeds
 * @param mean mean of the scores, {@code NaN} without scores
 * @param standardDeviation standard deviation with the denominator n - 1; {@code NaN} for fewer than two scores
 * @param low lower end of the mean's 95% interval by Student's t; {@code NaN} for fewer than two scores and for identical scores
 * @param high upper end
 */
public record SeedSummary(int seeds, double mean, double standardDeviation, double low, double high) {
    /**
     * Summarises scores.
     *
     * @param scores one per seed
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
