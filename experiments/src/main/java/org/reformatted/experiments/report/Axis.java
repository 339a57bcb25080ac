package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a chart: a range of values on a line of the picture, with ticks at round values.
 *
 * @param from the value at its start
 * @param to the value at its end
 * @param start its start in the picture
 * @param length its length; negative for an axis that points upwards
 * @param step the distance between two ticks
 */
public record Axis(double from, double to, double start, double length, double step) {
    private static final int MARKS = 6;

    /** An axis that includes a range; its ends are moved outwards to the next ticks. */
    static Axis over(double least, double most, double start, double length) {
        double range = most > least ? most - least : 1;
        double power = Math.pow(10, Math.floor(Math.log10(range / MARKS)));
        double ratio = range / MARKS / power;
        double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
        double from = step * Math.floor(least / step + 1e-9);
        double to = step * Math.ceil((most > least ? most : least + 1) / step - 1e-9);
        return new Axis(from, to, start, length, step);
    }

    /**
     * The position of a value.
     *
     * @param value a value
     * @return its position in the picture, with one decimal
     */
    public String at(double value) {
        return String.format(Locale.ROOT, "%.1f", place(value));
    }

    double place(double value) {
        return start + length * (value - from) / (to - from);
    }

    /**
     * The ticks.
     *
     * @return their values in ascending order
     */
    public List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; from + i * step <= to + step / 2; i++) {
            marks.add(from + i * step);
        }
        return marks;
    }

    /**
     * The label of a tick.
     *
     * @param mark its value
     * @return the number with the decimals that are needed to distinguish the ticks
     */
    public String text(double mark) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", mark == 0 ? 0.0 : mark);
    }
}
