package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reformatted.realign.base.Check;

/**
 * The sign-flip permutation test (R. A. Fisher, The Design of Experiments, 1935, section 21): whether paired differences are symmetric about zero.
 * Under the hypothesis that neither side is better, each difference could equally have the other sign; the p-value is the probability of a sum at
 * least as far from zero as the observed one. If all differences are 1 or -1, it equals McNemar's exact test.
 */
public final class SignFlip {
    /** The number of random draws of signs where the exact distribution would be too large. */
    public static final int DRAWS = 20_000;

    /** The largest sum of whole numbers whose distribution is computed exactly. */
    private static final int EXACT_SUM = 60_000;

    private SignFlip() {}

    /**
     * Computes the two-sided p-value of whole numbers; exact unless the sum of their absolute values is above {@value #EXACT_SUM}.
     *
     * @param differences one per sample
     * @param seed the seed of the draws, where signs are drawn
     * @return the p-value, 1 when no sample differs
     */
    public static double pValue(int[] differences, long seed) {
        int[] sizes =
                Arrays.stream(differences).filter(d -> d != 0).map(Math::abs).toArray();
        long total = Arrays.stream(sizes).asLongStream().sum();
        if (total > EXACT_SUM) {
            return pValue(Arrays.stream(differences).asDoubleStream().toArray(), seed);
        }
        long observed = Math.abs(Arrays.stream(differences).asLongStream().sum());
        return sizes.length == 0 ? 1 : exact(sizes, (int) total, (int) observed);
    }

    /** Computes twice the probability that the absolute values with one of the signs sum to at most {@code (total - observed) / 2}. */
    private static double exact(int[] sizes, int total, int observed) {
        double[] chance = new double[total + 1];
        chance[0] = 1;
        int reach = 0;
        for (int size : sizes) {
            reach += size;
            for (int sum = reach; sum >= 0; sum--) {
                chance[sum] = (chance[sum] + (sum >= size ? chance[sum - size] : 0)) / 2;
            }
        }
        double tail = 0;
        for (int sum = 0; sum <= (total - observed) / 2; sum++) {
            tail += chance[sum];
        }
        return Math.min(1, 2 * tail);
    }

    /**
     * Computes the two-sided p-value of any numbers by {@value #DRAWS} draws of signs; the observed signs count as one more draw, so that the p-value
     * is never 0.
     *
     * @param differences one per sample
     * @param seed the seed of the draws
     * @return the p-value, 1 when no sample differs
     */
    public static double pValue(double[] differences, long seed) {
        for (double difference : differences) {
            Check.argument(Double.isFinite(difference), "difference (%s) must be a finite number", difference);
        }
        double[] sizes = Arrays.stream(differences).filter(d -> d != 0).toArray();
        if (sizes.length == 0) {
            return 1;
        }
        double observed = Math.abs(Arrays.stream(sizes).sum());
        double rounding = 1e-12 * Arrays.stream(sizes).map(Math::abs).sum();
        SplittableRandom random = new SplittableRandom(seed);
        int atLeast = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            atLeast += Math.abs(flipped(sizes, random)) >= observed - rounding ? 1 : 0;
        }
        return (double) atLeast / (DRAWS + 1);
    }

    private static double flipped(double[] differences, SplittableRandom random) {
        double sum = 0;
        long bits = 0;
        for (int i = 0; i < differences.length; i++) {
            bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
            sum += (bits & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
