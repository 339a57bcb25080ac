package org.reformatted.eval.metric;

import org.jspecify.annotations.Nullable;

/**
 * A score as results show it.
 *
 * @param value the mean, {@code NaN} of no examples; in percent when its unit says so
 * @param unit {@code percent}, {@code rating} for a judge's scale, or what is measured, such as {@code grade}
 * @param n of how many examples; those without a parsed answer are among them in a percentage, and in no other mean
 * @param correct how many were right, where each is right or wrong; else null
 * @param standardError of the value, in the same unit, with n - 1 below the line; {@code NaN} of fewer than two
 * @param low lower end of the 95% interval, in the same unit
 * @param high upper end of the 95% interval
 * @param unparsed how many outputs gave no answer; they count as wrong in a percentage
 * @param unparsedShare the same as a share of n, {@code NaN} of none
 */
public record Score(
        double value,
        String unit,
        long n,
        @Nullable Long correct,
        double standardError,
        double low,
        double high,
        long unparsed,
        double unparsedShare) {
    /** The unit of shares of right answers. */
    public static final String PERCENT = "percent";

    /**
     * The score of a list of numbers: their mean and its normal interval.
     *
     * @param values one an example
     * @param unit {@code percent} or {@code rating}
     * @param unparsed how many examples gave no value and are not among them
     * @return the score; its unparsed share is of all examples
     */
    public static Score ofMean(double[] values, String unit, long unparsed) {
        Interval interval = Descriptive.normalInterval(values);
        return new Score(
                Descriptive.mean(values),
                unit,
                values.length,
                null,
                Descriptive.standardError(values),
                interval.low(),
                interval.high(),
                unparsed,
                new Proportion(unparsed, unparsed + values.length).value());
    }
}
