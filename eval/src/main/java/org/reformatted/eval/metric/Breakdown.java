package org.reformatted.eval.metric;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A percentage by group, and the two averages, which differ where groups differ in size.
 *
 * @param by what a group is, such as {@code subject}
 * @param groups each group's score, by name
 * @param micro over all examples, so that large groups weigh more; MMLU's usual average
 * @param macro the mean of the groups' scores, so that all weigh the same; BIG-Bench Hard's usual average
 */
public record Breakdown(String by, Map<String, Score> groups, Score micro, Score macro) {
    /** Copies the groups. */
    public Breakdown {
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    /**
     * Adds the mean of groups.
     *
     * @param by what a group is
     * @param groups each group's score
     * @param micro the score over all examples
     * @return the breakdown
     */
    public static Breakdown of(String by, Map<String, Score> groups, Score micro) {
        return new Breakdown(by, groups, micro, macro(groups.values()));
    }

    /**
     * The mean of independent scores. Its interval recovers each mean's variance at either end from that group's own limits (G. Y. Zou and
     * A. Donner, Stat. Med. 27, 2008), so that groups which are all right or all wrong widen it by what Wilson's limits leave open.
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

    /** Of the mean of groups: independent squares add up. */
    private static double rootOfSquares(Collection<Score> groups, ToDoubleFunction<Score> value) {
        return Math.sqrt(mean(groups, g -> value.applyAsDouble(g) * value.applyAsDouble(g)) / groups.size());
    }
}
