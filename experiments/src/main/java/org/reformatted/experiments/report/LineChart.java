package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Curves over a common axis, which the page draws as SVG.
 *
 * @param title the title
 * @param across the label of the horizontal axis
 * @param up the label of the vertical axis
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param curves the curves in their order
 */
public record LineChart(String title, String across, String up, Axis x, Axis y, List<Curve> curves) {
    private static final double LEFT = 70;
    private static final double WIDTH = 600;
    private static final double BOTTOM = 280;
    private static final double HEIGHT = 260;

    /** The maximum number of points of a curve; longer curves are drawn with the means of neighbours. */
    static final int POINTS = 160;

    /**
     * A curve.
     *
     * @param name its name in the legend
     * @param css the CSS class of its colour
     * @param dash the dash pattern of its line
     * @param points the points in the picture, in the format of SVG
     * @param markers the paths of markers at its points; empty for a plain line
     */
    public record Curve(String name, String css, String dash, String points, List<String> markers) {}

    /**
     * The data of a curve.
     *
     * @param name its name in the legend
     * @param arm the arm whose marker and dash it has
     * @param coloured whether it has the arm's colour too; otherwise it has the colour of text
     * @param marked whether its points have markers and its line is thin
     * @param x the horizontal values
     * @param y the vertical values
     */
    record Series(String name, String arm, boolean coloured, boolean marked, List<Double> x, List<Double> y) {
        /** At most {@link #POINTS} points, each the mean of neighbours. */
        Series thinned() {
            int group = (x.size() + POINTS - 1) / POINTS;
            return group <= 1 || marked
                    ? this
                    : new Series(name, arm, coloured, false, means(x, group), means(y, group));
        }

        private static List<Double> means(List<Double> values, int group) {
            List<Double> means = new ArrayList<>();
            for (int from = 0; from < values.size(); from += group) {
                means.add(values.subList(from, Math.min(values.size(), from + group)).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(Double.NaN));
            }
            return means;
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
                .flatMapToDouble(one -> (across ? one.x : one.y).stream().mapToDouble(Double::doubleValue))
                .filter(Double::isFinite);
    }

    private static Curve curve(Series one, Axis x, Axis y, ArmStyle style) {
        StringBuilder points = new StringBuilder();
        List<String> markers = new ArrayList<>();
        for (int i = 0; i < one.x.size(); i++) {
            double across = x.place(one.x.get(i));
            double up = y.place(one.y.get(i));
            if (Double.isFinite(across) && Double.isFinite(up)) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", across, up));
                if (one.marked) {
                    markers.add(style.marker(one.arm, across, up));
                }
            }
        }
        return new Curve(
                one.name,
                one.coloured ? style.css(one.arm) : "ink",
                one.coloured && one.marked ? "none" : style.dash(one.arm),
                points.toString().strip(),
                markers);
    }
}
