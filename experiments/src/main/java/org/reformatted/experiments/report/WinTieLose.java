package org.reformatted.experiments.report;

import java.util.List;
import java.util.Locale;

/**
 * A judge's comparisons of an arm as a bar with three parts.
 *
 * @param title task, arm and opponent
 * @param parts won, tied and lost
 * @param verdict the win rate with its interval, and the judge's agreement with itself
 */
public record WinTieLose(String title, List<BarPart> parts, String verdict) {
    /**
     * A part of the bar.
     *
     * @param name won, tied or lost
     * @param count the number of comparisons
     * @param from its start in percent of the bar
     * @param width its length in percent of the bar
     * @param link the address of its samples
     */
    public record BarPart(String name, long count, double from, double width, String link) {
        /**
         * The start in the format of SVG.
         *
         * @return a number with two decimals
         */
        public String x() {
            return String.format(Locale.ROOT, "%.2f", from);
        }

        /**
         * The length in the format of SVG.
         *
         * @return a number with two decimals
         */
        public String length() {
            return String.format(Locale.ROOT, "%.2f", width);
        }
    }

    static WinTieLose of(String title, long won, long tied, long lost, String verdict, String link) {
        double all = Math.max(1, won + tied + lost);
        double a = 100 * won / all;
        double b = 100 * tied / all;
        return new WinTieLose(
                title,
                List.of(
                        new BarPart("won", won, 0, a, link + "&judged=win"),
                        new BarPart("tied", tied, a, b, link + "&judged=tie"),
                        new BarPart("lost", lost, a + b, 100 - a - b, link + "&judged=loss")),
                verdict);
    }
}
