package org.reformatted.eval.metric;

import org.reformatted.realign.base.Check;

/** Adds up the verdicts of a stream of examples in constant memory. */
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
     * Starts an empty tally.
     *
     * @param unit {@link Score#PERCENT} for shares, or the unit of a measure
     */
    public ScoreTally(String unit) {
        this.unit = unit;
        this.percentage = unit.equals(Score.PERCENT);
        this.binary = percentage;
    }

    /**
     * Counts one example.
     *
     * @param value for a percentage 1 for right, 0 for wrong, or a share between; else the measured value
     * @param parsed whether an answer was found; an example without an answer counts as wrong in a percentage and is left out of a measure
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
     * Counts one example whose share is over several answers, each of which counts once; the example is a cluster of these answers.
     *
     * @param value the share of right answers
     * @param parsed whether an answer was found
     * @param of number of answers that the share is over
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
     * Returns the mean so far, for a progress line.
     *
     * @return the mean in the tally's unit; {@code NaN} without examples
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
     * Returns the score. Its interval is Wilson's for examples that are right or wrong, the normal interval of the mean for shares and measures, and
     * that of {@link Score#ofClusters} for identical shares.
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

    /** Returns the score of all answers, with the error of clusters of answers (see {@link Score#ofClusters}); its n counts answers. */
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
