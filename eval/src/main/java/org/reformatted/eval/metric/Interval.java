package org.reformatted.eval.metric;

/**
 * An interval of a statistic, both ends inside.
 *
 * @param low its lower end, {@code NaN} when undefined
 * @param high its upper end, {@code NaN} when undefined
 */
public record Interval(double low, double high) {
    /** No data, no interval. */
    public static final Interval UNDEFINED = new Interval(Double.NaN, Double.NaN);

    /** The level of every interval that doesn't say otherwise. */
    public static final double LEVEL = 0.95;

    /**
     * Stretches both ends, such as from shares to percent.
     *
     * @param factor by how much, positive
     * @return the stretched interval
     */
    public Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }

    /**
     * The part of the interval that lies within the range of what it is an interval of, such as 0 to 100 of a percentage.
     *
     * @param least the smallest possible value
     * @param most the largest
     * @return the interval with its ends moved into the range; undefined ends stay undefined
     */
    public Interval within(double least, double most) {
        return new Interval(Math.max(least, Math.min(low, most)), Math.min(most, Math.max(high, least)));
    }

    /**
     * Whether a value lies inside.
     *
     * @param value a value
     * @return true when it is between the ends or at one
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
