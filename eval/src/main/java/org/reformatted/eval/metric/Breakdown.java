package org.reformatted.eval.metric;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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

    /** The mean of independent scores: the variances of their means add up. Without a group, or with one of a single example, undefined. */
    private static Score macro(Collection<Score> groups) {
        double[] values = groups.stream().mapToDouble(Score::value).toArray();
        double mean = Descriptive.mean(values);
        double variance = groups.stream()
                .mapToDouble(g -> g.standardError() * g.standardError())
                .sum();
        double error = Math.sqrt(variance) / values.length;
        Interval interval = Descriptive.normalInterval(mean, error);
        long n = groups.stream().mapToLong(Score::n).sum();
        long unparsed = groups.stream().mapToLong(Score::unparsed).sum();
        return new Score(
                mean,
                Score.PERCENT,
                n,
                null,
                error,
                Math.max(0, interval.low()),
                Math.min(100, interval.high()),
                unparsed,
                new Proportion(unparsed, n).value());
    }
}
