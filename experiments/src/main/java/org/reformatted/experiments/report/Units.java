package org.reformatted.experiments.report;

import org.reformatted.eval.metric.Score;

/** What the unit of a score means for a report. */
final class Units {
    /** Comparisons that an arm wins, and half of those that are tied; of samples with a verdict alone. */
    static final String WIN_RATE = "win rate, percent";

    private static final String RATING = "rating";

    private Units() {}

    /** Whether a score lies between 0 and 100, and a difference is in percentage points. */
    static boolean isPercent(String unit) {
        return unit.equals(Score.PERCENT) || unit.equals(WIN_RATE);
    }

    /** More of it is better: shares of right answers, win rates and a judge's ratings. */
    static boolean ranks(String unit) {
        return isPercent(unit) || unit.equals(RATING);
    }

    /** How many decimals a score is shown with. */
    static int decimals(String unit) {
        return isPercent(unit) ? 1 : 2;
    }
}
