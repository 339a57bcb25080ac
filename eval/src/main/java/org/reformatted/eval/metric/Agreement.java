package org.reformatted.eval.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.reformatted.realign.base.Check;

/** Measures the agreement of judges, with one another and with themselves. */
public final class Agreement {
    private Agreement() {}

    /**
     * Computes the share of samples on which two judges give the same verdict.
     *
     * @param first verdicts of the first judge
     * @param second verdicts of the second judge, in the same order
     * @return a value in [0, 1]; {@code NaN} without samples
     */
    public static double observed(List<?> first, List<?> second) {
        Check.argument(
                first.size() == second.size(),
                "first (%s) and second (%s) must have the same length",
                first.size(),
                second.size());
        long same = 0;
        for (int i = 0; i < first.size(); i++) {
            same += first.get(i).equals(second.get(i)) ? 1 : 0;
        }
        return new Proportion(same, first.size()).value();
    }

    /**
     * Cohen's kappa (J. Cohen, Educ. Psychol. Meas. 20, 1960): agreement beyond the agreement by chance that follows from the frequencies of their
     * verdicts.
     *
     * @param first verdicts of the first judge
     * @param second verdicts of the second judge, in the same order
     * @return 1 when they always agree, 0 at chance; {@code NaN} without samples, or when both always give the same single verdict
     */
    public static double cohensKappa(List<?> first, List<?> second) {
        double observed = observed(first, second);
        Map<Object, Long> a = counts(first);
        Map<Object, Long> b = counts(second);
        double n = first.size();
        double chance = 0;
        for (Map.Entry<Object, Long> count : a.entrySet()) {
            chance += count.getValue() / n * (b.getOrDefault(count.getKey(), 0L) / n);
        }
        return chance == 1 ? Double.NaN : (observed - chance) / (1 - chance);
    }

    /**
     * Computes the agreement of repeats of one judge: the mean share of equal verdicts over all pairs of repeats.
     *
     * @param repeats verdicts of each repeat, all in the same order
     * @return a value in [0, 1]; {@code NaN} for fewer than two repeats
     */
    public static double amongRepeats(List<? extends List<?>> repeats) {
        return overPairs(repeats, Agreement::observed);
    }

    /**
     * Computes the agreement of repeats beyond chance: the mean of Cohen's kappa over all pairs of repeats.
     *
     * @param repeats verdicts of each repeat, all in the same order
     * @return 1 when they always agree, 0 at chance; {@code NaN} for fewer than two repeats, or where the kappa of a pair is undefined
     */
    public static double kappaAmongRepeats(List<? extends List<?>> repeats) {
        return overPairs(repeats, Agreement::cohensKappa);
    }

    private static double overPairs(List<? extends List<?>> repeats, ToDoubleBiFunction<List<?>, List<?>> measure) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < repeats.size(); i++) {
            for (int j = i + 1; j < repeats.size(); j++) {
                sum += measure.applyAsDouble(repeats.get(i), repeats.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }

    private static Map<Object, Long> counts(List<?> verdicts) {
        Map<Object, Long> counts = new HashMap<>();
        verdicts.forEach(verdict -> counts.merge(verdict, 1L, Long::sum));
        return counts;
    }
}
