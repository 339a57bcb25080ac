package org.reformatted.eval.metric;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.util.FastMath;

/**
 * Wilcoxon's signed-rank test (F. Wilcoxon, Biometrics Bulletin 1, 1945): whether paired differences are symmetric about zero. Differences of zero
 * are left out. Equal absolute values share their mean rank, and the exact distribution is computed from these ranks.
 */
public final class Wilcoxon {
    /** The p-value is exact up to this number of differences; above, it is the normal approximation without continuity correction. */
    public static final int EXACT_UP_TO = 200;

    private Wilcoxon() {}

    /**
     * Computes the two-sided p-value.
     *
     * @param first values of the first system, one per sample
     * @param second values of the second, in the same order
     * @return the p-value, 1 when no sample differs
     */
    public static double pValue(double[] first, double[] second) {
        double[] differences = Arrays.stream(Bootstrap.differences(first, second))
                .filter(difference -> difference != 0)
                .toArray();
        if (differences.length == 0) {
            return 1;
        }
        int[] ranks = doubledRanks(differences);
        long positive = 0;
        for (int i = 0; i < ranks.length; i++) {
            positive += differences[i] > 0 ? ranks[i] : 0;
        }
        return differences.length <= EXACT_UP_TO ? exact(ranks, positive) : normal(ranks, positive);
    }

    /** Returns twice the mean ranks of the absolute differences, so that shared ranks are whole numbers. */
    static int[] doubledRanks(double[] differences) {
        double[] sizes = Arrays.stream(differences).map(Math::abs).sorted().toArray();
        int[] ranks = new int[differences.length];
        for (int i = 0; i < differences.length; i++) {
            double size = Math.abs(differences[i]);
            int below = 0;
            int same = 0;
            for (double other : sizes) {
                below += other < size ? 1 : 0;
                same += other == size ? 1 : 0;
            }
            ranks[i] = 2 * below + same + 1;
        }
        return ranks;
    }

    private static double exact(int[] ranks, long positive) {
        int total = Arrays.stream(ranks).sum();
        // chance[s]: probability of a sum of s when each rank is positive with probability 1/2
        double[] chance = new double[total + 1];
        chance[0] = 1;
        for (int rank : ranks) {
            for (int sum = total; sum >= 0; sum--) {
                chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
            }
        }
        long smaller = Math.min(positive, total - positive);
        double tail = 0;
        for (int sum = 0; sum <= smaller; sum++) {
            tail += chance[sum];
        }
        return Math.min(1, 2 * tail);
    }

    private static double normal(int[] ranks, long positive) {
        double mean = Arrays.stream(ranks).sum() / 2.0;
        double variance =
                Arrays.stream(ranks).mapToDouble(rank -> (double) rank * rank).sum() / 4;
        double z = Math.abs(positive - mean) / FastMath.sqrt(variance);
        return Math.min(1, 2 * new NormalDistribution().cumulativeProbability(-z));
    }
}
