package org.reformatted.eval.judge;

import java.util.List;
import java.util.Locale;

/**
 * The result of reading a judge's reply.
 *
 * @param values the rating, or the ratings of the first and of the second answer; empty where the reply contains no usable verdict
 * @param cause why there is no verdict, in a few words that do not depend on the reply's numbers; empty where there is one
 * @param detail the text that was found instead, for the row of this reply; may be empty
 */
record VerdictReading(List<Double> values, String cause, String detail) {
    static final String NO_VERDICT = "no verdict in the asked form";
    static final String ONLY_THINKING = "no text outside the thinking";
    static final String NO_TEXT = "no text";
    static final String OUT_OF_RANGE = "rating out of range";
    static final String NO_NUMBER = "verdict is no number";
    static final String NEITHER_LETTER = "neither letter among the likeliest tokens";
    static final String TIE_NOT_ALLOWED = "tie where one must be chosen";

    VerdictReading {
        values = List.copyOf(values);
    }

    static VerdictReading rating(double value) {
        return new VerdictReading(List.of(value), "", "");
    }

    static VerdictReading ratings(double first, double second) {
        return new VerdictReading(List.of(first, second), "", "");
    }

    /** Creates a reading from a preference: the better answer is rated 1 and the other 0. */
    static VerdictReading of(Preference preference) {
        return switch (preference) {
            case FIRST -> ratings(1, 0);
            case SECOND -> ratings(0, 1);
            case TIE -> ratings(0.5, 0.5);
        };
    }

    static VerdictReading none(String cause) {
        return new VerdictReading(List.of(), cause, "");
    }

    static VerdictReading none(String cause, String detail) {
        return new VerdictReading(List.of(), cause, detail);
    }

    boolean present() {
        return !values.isEmpty();
    }

    /** Returns this reading if every value is within the scale; else a failure. */
    VerdictReading within(double low, double high) {
        return values.stream().allMatch(value -> value >= low && value <= high)
                ? this
                : none(
                        OUT_OF_RANGE,
                        String.format(Locale.ROOT, "%s, where %.0f to %.0f was asked for", values, low, high));
    }

    /** Returns the cause and the detail for a row. */
    String reason() {
        return detail.isEmpty() ? cause : cause + ": " + detail;
    }
}
