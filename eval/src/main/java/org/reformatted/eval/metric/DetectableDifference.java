package org.reformatted.eval.metric;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.reformatted.realign.base.Check;

/**
 * Computes the smallest difference that a comparison with a given number of samples can detect; this shows how to interpret a result without a
 * significant difference.
 */
public final class DetectableDifference {
    private DetectableDifference() {}

    /**
     * Computes the smallest difference of two accuracies over the same samples that McNemar's test detects (R. J. Connor, Biometrics 43, 1987).
     *
     * @param n number of samples
     * @param discordant the share of samples on which exactly one of the two is right, in (0, 1]
     * @param level the two-sided level of the test, such as 0.05
     * @param power the probability to detect the difference, such as 0.8
     * @return the difference as a share; {@code NaN} when no difference up to the discordant share can be detected
     */
    public static double paired(int n, double discordant, double level, double power) {
        Check.argument(n > 0, "n (%s) must be positive", n);
        Check.argument(discordant > 0 && discordant <= 1, "discordant (%s) must lie in (0, 1]", discordant);
        double a = quantile(1 - level / 2);
        double b = quantile(power);
        double low = 0;
        double high = discordant;
        if (needed(high, discordant, a, b) > n) {
            return Double.NaN;
        }
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (needed(middle, discordant, a, b) > n) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double needed(double difference, double discordant, double a, double b) {
        double root = a * Math.sqrt(discordant) + b * Math.sqrt(discordant - difference * difference);
        return root * root / (difference * difference);
    }

    private static double quantile(double share) {
        return new NormalDistribution().inverseCumulativeProbability(share);
    }
}
