package org.reformatted.finetune.bench;

import java.util.Arrays;
import java.util.Locale;

/** A table of measurements in Markdown, for the terminal and for BENCHMARKS.md. */
final class BenchTable {
    private final StringBuilder text = new StringBuilder();

    BenchTable(String title) {
        text.append("| ").append(title).append(" | |\n|---|---|\n");
    }

    /** Adds a row; the value is a format string. */
    void row(String what, String value, Object... values) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, value, values))
                .append(" |\n");
    }

    /** The median; for an even count, the mean of the two middle numbers. */
    static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Formats the median with the smallest and the largest number. */
    static String spread(double[] numbers, String format) {
        double least = Arrays.stream(numbers).min().orElse(Double.NaN);
        double most = Arrays.stream(numbers).max().orElse(Double.NaN);
        return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median(numbers), least, most);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
