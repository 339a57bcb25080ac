package org.reformatted.eval.metric;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.reformatted.realign.base.Check;

/** Holm's correction for a table of tests (S. Holm, Scand. J. Stat. 6, 1979). */
public final class Holm {
    private Holm() {}

    /**
     * Adjusts p-values so that comparing each of them with a level keeps the probability of any false positive in the entire table below that level.
     *
     * @param pValues one per test, in [0, 1]
     * @return adjusted p-values in the same order, never smaller than the given ones and never above 1
     */
    public static double[] adjusted(double[] pValues) {
        for (double p : pValues) {
            Check.argument(p >= 0 && p <= 1, "p (%s) must lie in [0, 1]", p);
        }
        int[] rising = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < rising.length; rank++) {
            largest = Math.max(largest, (pValues.length - rank) * pValues[rising[rank]]);
            adjusted[rising[rank]] = Math.min(1, largest);
        }
        return adjusted;
    }
}
