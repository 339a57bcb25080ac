package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Differences with their intervals around a line at zero.
 *
 * @param title the title
 * @param groups one group for each task and policy
 * @param axis the axis of the differences
 */
public record ForestPlot(String title, List<Group> groups, Axis axis) {
    private static final int LINE = 26;
    private static final int HEAD = 30;
    private static final double LEFT = 250;
    private static final double WIDTH = 470;

    /**
     * The differences with one policy.
     *
     * @param name task and policy
     * @param y its distance from the picture's top
     * @param lines one line for each difference
     */
    public record Group(String name, int y, List<ForestLine> lines) {}

    /**
     * A difference.
     *
     * @param arm the arm
     * @param css the CSS class of its colour
     * @param marker its marker as a path
     * @param y the line's middle
     * @param value the difference
     * @param low lower end of its interval
     * @param high upper end
     * @param text the numbers
     * @param words the numbers with the verdict
     * @param link the address of the samples it is computed from
     */
    public record ForestLine(
            String arm,
            String css,
            String marker,
            int y,
            double value,
            double low,
            double high,
            String text,
            String words,
            String link) {}

    /** The differences against the first arm in percentage points; absent if there is none. */
    static Optional<ForestPlot> of(List<Headline> headlines, Differences differences, ArmStyle style) {
        List<List<PooledDifference>> shown = headlines.stream()
                .filter(head -> Units.isPercent(head.unit()))
                .map(head -> differences.againstFirst(head).stream()
                        .filter(one -> one.n() > 0)
                        .toList())
                .filter(list -> !list.isEmpty())
                .toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        double least = Math.min(
                0,
                shown.stream()
                        .flatMap(List::stream)
                        .mapToDouble(PooledDifference::low)
                        .min()
                        .orElse(0));
        double most = Math.max(
                0,
                shown.stream()
                        .flatMap(List::stream)
                        .mapToDouble(PooledDifference::high)
                        .max()
                        .orElse(0));
        Axis axis = Axis.over(least, most, LEFT, WIDTH);
        List<Group> groups = new ArrayList<>();
        int y = 0;
        for (List<PooledDifference> group : shown) {
            List<ForestLine> lines = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                lines.add(line(group.get(i), y + HEAD + LINE * i + LINE / 2, axis, style));
            }
            groups.add(new Group(group.get(0).task() + ", " + group.get(0).policy(), y + HEAD - 8, lines));
            y += HEAD + LINE * group.size();
        }
        return Optional.of(new ForestPlot(
                "Difference to " + style.arms().get(0) + " in percentage points, with 95% interval", groups, axis));
    }

    private static ForestLine line(PooledDifference one, int y, Axis axis, ArmStyle style) {
        return new ForestLine(
                one.arm(),
                style.css(one.arm()),
                style.marker(one.arm(), axis.place(one.difference()), y),
                y,
                one.difference(),
                one.low(),
                one.high(),
                one.shown() + (one.beyondChance() ? " *" : ""),
                one.arm() + ": " + one.shown() + ", " + one.verdict(),
                Links.difference(one));
    }

    /**
     * The position of the axis.
     *
     * @return its distance from the picture's top
     */
    public int bottom() {
        List<ForestLine> last = groups.get(groups.size() - 1).lines();
        return last.get(last.size() - 1).y() + LINE / 2 + 6;
    }
}
