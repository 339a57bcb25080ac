package org.reformatted.eval.metric;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A percentage by group, with two averages, which differ where groups differ in size.
 *
 * @param by the kind of group, such as {@code subject}
 * @param groups each group's score, by name
 * @param micro over all examples, so that large groups weigh more; MMLU's usual average
 * @param macro the mean of the groups' scores, so that all groups have the same weight; BIG-Bench Hard's usual average
 */
public record Breakdown(String by, Map<String, Score> groups, Score micro, Score macro) {
    /** Copies the groups. */
    public Breakdown {
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    /**
     * Creates a breakdown and computes the mean of its groups.
     *
     * @param by the kind of group
     * @param groups each group's score
     * @param micro the score over all examples
     * @return the breakdown
     */
    public static Breakdown of(String by, Map<String, Score> groups, Score micro) {
        return new Breakdown(by, groups, micro, macro(groups.values()));
    }

    /**
     * Computes the mean of independent scores. Its interval recovers the variance of each group's mean at either end from the limits of that group
     * (G. Y. Zou and A. Donner, Stat. Med. 27, 2008), so that a group of only right or only wrong answers widens the interval by its Wilson limits.
     */
    private static Score macro(Collection<Score> groups) {
        double mean = mean(groups, Score::value);
        double below = rootOfSquares(groups, g -> g.value() - g.low());
        double above = rootOfSquares(groups, g -> g.high() - g.value());
        long n = groups.stream().mapToLong(Score::n).sum();
        long unparsed = groups.stream().mapToLong(Score::unparsed).sum();
        return new Score(
                mean,
                Score.PERCENT,
                n,
                null,
                rootOfSquares(groups, Score::standardError),
                mean - below,
                mean + above,
                unparsed,
                new Proportion(unparsed, n).value());
    }

    private static double mean(Collection<Score> groups, ToDoubleFunction<Score> value) {
        return Descriptive.mean(groups.stream().mapToDouble(value).toArray());
    }

    /** Combines the errors of independent groups to that of their mean: the squares are added. */
    private static double rootOfSquares(Collection<Score> groups, ToDoubleFunction<Score> value) {
        return Math.sqrt(mean(groups, g -> value.applyAsDouble(g) * value.applyAsDouble(g)) / groups.size());
    }
}
