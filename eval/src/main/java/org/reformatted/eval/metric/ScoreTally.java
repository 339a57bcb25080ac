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
    private boolean parted;
    private double parts;
    private double partsSquared;
    private double shares;
    private double sharesTimesParts;
    private double sharesSquared;

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
     * Counts one example whose share is of several answers, which count once each: their examples are clusters.
     *
     * @param value the share of them that is right
     * @param parsed whether an answer was found
     * @param of how many answers the share is of
     */
    public void add(double value, boolean parsed, int of) {
        add(value, parsed);
        parted |= of != 1;
        parts += of;
        partsSquared += (double) of * of;
        shares += of * value;
        sharesTimesParts += of * value * of;
        sharesSquared += of * value * of * value;
    }

    /**
     * The mean so far, for a progress line.
     *
     * @return in the tally's unit, {@code NaN} of none
     */
    public double value() {
        if (parted) {
            return factor() * shares / parts;
        }
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
        if (parted) {
            return ofParts();
        }
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

    /** The score of all answers, with the error of clusters of them (see {@link Score#ofClusters}); its n counts answers. */
    private Score ofParts() {
        double share = shares / parts;
        double around = sharesSquared - 2 * share * sharesTimesParts + share * share * partsSquared;
        double error = n < 2 ? Double.NaN : Math.sqrt(Math.max(0, around) * n / (n - 1)) / parts;
        boolean alike = error < 1e-9;
        Interval interval = (alike
                        ? Proportion.wilson(share, n, Interval.LEVEL)
                        : Descriptive.normalInterval(share, error).within(0, 1))
                .times(factor());
        return new Score(
                factor() * share,
                unit,
                (long) parts,
                null,
                factor() * (alike ? 0 : error),
                interval.low(),
                interval.high(),
                unparsed,
                new Proportion(unparsed, n).value());
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
        return percentage ? around.within(0, 1) : around;
    }
}
