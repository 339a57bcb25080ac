package org.reformatted.eval.metric;

/**
 * An interval of a statistic; both ends are included.
 *
 * @param low its lower end, {@code NaN} when undefined
 * @param high its upper end, {@code NaN} when undefined
 */
public record Interval(double low, double high) {
    /** The interval of a statistic without data. */
    public static final Interval UNDEFINED = new Interval(Double.NaN, Double.NaN);

    /** The level of intervals unless another level is stated. */
    public static final double LEVEL = 0.95;

    /**
     * Multiplies both ends, for instance to convert shares to percent.
     *
     * @param factor the positive factor
     * @return the scaled interval
     */
    public Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }

    /**
     * Limits the interval to the range of the statistic, such as 0 to 100 for a percentage.
     *
     * @param least the smallest possible value
     * @param most the largest possible value
     * @return the interval with its ends moved into the range; undefined ends remain undefined
     */
    public Interval within(double least, double most) {
        return new Interval(Math.max(least, Math.min(low, most)), Math.min(most, Math.max(high, least)));
    }

    /**
     * Returns whether the interval contains a value.
     *
     * @param value a value
     * @return true when it is between the ends or equal to one
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
