package org.reformatted.eval.metric;

import org.reformatted.realign.base.Check;

/** Adds up the verdicts of examples that stream by, and needs no more memory for many than for one. */
public final class ScoreTally {
    private final String unit;
    private final boolean percentage;
    private long n;
    private long right;
    private long unparsed;
    private boolean binary;
    private double mean;
    private double squares;

    /** Starts a percentage of right answers. */
    public ScoreTally() {
        this(Score.PERCENT);
    }

    /**
     * Starts at nothing.
     *
     * @param unit {@link Score#PERCENT} for shares, or what is measured
     */
    public ScoreTally(String unit) {
        this.unit = unit;
        this.percentage = unit.equals(Score.PERCENT);
        this.binary = percentage;
    }

    /**
     * Counts one example.
     *
     * @param value of a percentage 1 right, 0 wrong, or a share between; else what was measured
     * @param parsed whether an answer was found; without one there is nothing to measure, and a percentage counts it as wrong
     */
    public void add(double value, boolean parsed) {
        if (!parsed) {
            unparsed++;
        }
        if (percentage) {
            Check.argument(value >= 0 && value <= 1, "share (%s) must lie in [0, 1]", value);
            right += value == 1 ? 1 : 0;
            binary &= value == 0 || value == 1;
        } else if (!parsed) {
            return;
        }
        n++;
        double distance = value - mean;
        mean += distance / n;
        squares += distance * (value - mean);
    }

    /**
     * The mean so far, for a progress line.
     *
     * @return in the tally's unit, {@code NaN} of none
     */
    public double value() {
        return n == 0 ? Double.NaN : factor() * (binary ? (double) right / n : mean);
    }

    private double factor() {
        return percentage ? 100 : 1;
    }

    /**
     * The score: of right-or-wrong examples with Wilson's interval, of shares and measures with the normal interval of their
     * mean, and of shares that are all the same as {@link Score#ofClusters} has it.
     *
     * @return the score, in the tally's unit
     */
    public Score score() {
        Interval interval = (binary ? new Proportion(right, n).wilson(Interval.LEVEL) : normal()).times(factor());
        return new Score(
                value(),
                unit,
                n,
                binary ? Long.valueOf(right) : null,
                factor() * standardError(),
                interval.low(),
                interval.high(),
                unparsed,
                new Proportion(unparsed, percentage ? n : n + unparsed).value());
    }

    private double standardError() {
        return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
    }

    private Interval normal() {
        if (n < 2) {
            return Interval.UNDEFINED;
        }
        if (percentage && squares == 0) {
            return Proportion.wilson(mean, n, Interval.LEVEL);
        }
        Interval around = Descriptive.normalInterval(mean, standardError());
        return percentage ? new Interval(Math.max(0, around.low()), Math.min(1, around.high())) : around;
    }
}
