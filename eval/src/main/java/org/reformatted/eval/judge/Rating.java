package org.reformatted.eval.judge;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A judge's rating of one answer.
 *
 * @param value the mean of the ratings; empty when no reply contained one, which is counted and never averaged
 * @param values the single ratings
 * @param replies the last reply to each draw, raw
 * @param causes why replies contained no rating, one for each
 */
public record Rating(OptionalDouble value, List<Double> values, List<String> replies, List<String> causes) {
    /** Copies the lists. */
    public Rating {
        values = List.copyOf(values);
        replies = List.copyOf(replies);
        causes = List.copyOf(causes);
    }

    /**
     * Returns the number of replies without a rating.
     *
     * @return the number, whether or not a repeated request succeeded
     */
    public int failures() {
        return causes.size();
    }
}
