package org.reformatted.eval.judge;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A judge's rating of one answer.
 *
 * @param value the mean of the ratings; nothing when no reply held one, which is counted and never averaged
 * @param values the single ratings
 * @param reply the last reply, raw
 * @param failures how many replies held no rating
 */
public record Rating(OptionalDouble value, List<Double> values, String reply, int failures) {
    /** Copies the ratings. */
    public Rating {
        values = List.copyOf(values);
    }
}
