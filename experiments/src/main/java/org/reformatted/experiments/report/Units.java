package org.reformatted.experiments.report;

import org.reformatted.eval.metric.Score;

/** The properties of score units in a report. */
final class Units {
    /** The share of comparisons that an arm wins, with half of the tied ones; only samples with a verdict count. */
    static final String WIN_RATE = "win rate, percent";

    private static final String RATING = "rating";

    private Units() {}

    /** Whether a score is between 0 and 100, so that a difference is in percentage points. */
    static boolean isPercent(String unit) {
        return unit.equals(Score.PERCENT) || unit.equals(WIN_RATE);
    }

    /** Whether a higher value is better: for shares of right answers, win rates and a judge's ratings. */
    static boolean ranks(String unit) {
        return isPercent(unit) || unit.equals(RATING);
    }

    /** The number of decimals of a score. */
    static int decimals(String unit) {
        return isPercent(unit) ? 1 : 2;
    }
}
