package org.reformatted.experiments.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Curves over a common axis, drawn as SVG.
 *
 * @param title what it shows
 * @param across what the horizontal axis counts
 * @param up what the vertical axis measures
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param curves from first to last
 */
public record LineChart(String title, String across, String up, Axis x, Axis y, List<Curve> curves) {
    private static final double LEFT = 70;
    private static final double WIDTH = 600;
    private static final double BOTTOM = 280;
    private static final double HEIGHT = 260;

    /** The most points of a curve that are drawn; of more, the means of neighbours. */
    static final int POINTS = 160;

    /**
     * A curve.
     *
     * @param name its name in the legend
     * @param css the class of its colour
     * @param dash of its line
     * @param points places in the picture, as SVG has them
     * @param markers paths of markers at its points; empty for a plain line
     */
    public record Curve(String name, String css, String dash, String points, List<String> markers) {}

    /**
     * What a curve is drawn from.
     *
     * @param name its name in the legend
     * @param arm whose colour, marker and dash it has
     * @param marked whether its points have markers; its line is thin then
     * @param x values across
     * @param y values up
     */
    record Series(String name, String arm, boolean marked, double[] x, double[] y) {
        /** At most {@link #POINTS} points, each the mean of neighbours. */
        Series thinned() {
            int group = (x.length + POINTS - 1) / POINTS;
            if (group <= 1 || marked) {
                return this;
            }
            int n = (x.length + group - 1) / group;
            double[] meansX = new double[n];
            double[] meansY = new double[n];
            for (int i = 0; i < n; i++) {
                int from = i * group;
                int to = Math.min(x.length, from + group);
                meansX[i] = DoubleStream.of(java.util.Arrays.copyOfRange(x, from, to)).average().orElse(Double.NaN);
                meansY[i] = DoubleStream.of(java.util.Arrays.copyOfRange(y, from, to)).average().orElse(Double.NaN);
            }
            return new Series(name, arm, false, meansX, meansY);
        }
    }

    static LineChart of(String title, String across, String up, List<Series> series, ArmStyle style) {
        List<Series> drawn = series.stream().map(Series::thinned).toList();
        Axis x = Axis.over(
                all(drawn, true).min().orElse(0), all(drawn, true).max().orElse(1), LEFT, WIDTH);
        Axis y = Axis.over(
                all(drawn, false).min().orElse(0), all(drawn, false).max().orElse(1), BOTTOM, -HEIGHT);
        return new LineChart(
                title,
                across,
                up,
                x,
                y,
                drawn.stream().map(one -> curve(one, x, y, style)).toList());
    }

    private static DoubleStream all(List<Series> series, boolean across) {
        return series.stream()
                .flatMapToDouble(one -> DoubleStream.of(across ? one.x : one.y))
                .filter(Double::isFinite);
    }

    private static Curve curve(Series one, Axis x, Axis y, ArmStyle style) {
        StringBuilder points = new StringBuilder();
        List<String> markers = new java.util.ArrayList<>();
        for (int i = 0; i < one.x.length; i++) {
            if (Double.isFinite(one.x[i]) && Double.isFinite(one.y[i])) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.place(one.x[i]), y.place(one.y[i])));
                if (one.marked) {
                    markers.add(style.marker(one.arm, x.place(one.x[i]), y.place(one.y[i])));
                }
            }
        }
        return new Curve(
                one.name,
                style.css(one.arm),
                one.marked ? "none" : style.dash(one.arm),
                points.toString().strip(),
                markers);
    }
}
