package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.eval.metric.Score;

/**
 * The scores of all arms with one policy: one line per arm and one dot per seed with its interval. The page draws it as SVG.
 *
 * @param title the title
 * @param lines the lines from top to bottom
 * @param ticks the ticks of the axis, from 0 to its end
 */
public record DotPlot(String title, List<DotLine> lines, List<Integer> ticks) {
    /** The distance between two ticks, in percentage points. */
    private static final int TICK = 10;

    /** The distance between the lines of two arms, in the picture's units. */
    private static final int LINE_HEIGHT = 44;

    private static final int LEFT = 190;
    private static final int WIDTH = 620;

    /**
     * The line of an arm.
     *
     * @param arm its name
     * @param css the CSS class of its colour
     * @param dots one dot per seed
     */
    public record DotLine(String arm, String css, List<Dot> dots) {}

    /**
     * A score.
     *
     * @param seed the seed of the training, as the end of a sentence; empty for an external arm
     * @param value in percent
     * @param low lower end of its 95% interval
     * @param high upper end
     * @param link the address of its samples
     */
    public record Dot(String seed, double value, double low, double high, String link) {
        /**
         * The dot in words.
         *
         * @return score, interval and seed
         */
        public String text() {
            return TableView.shown(value, 1) + "% (" + TableView.shown(low, 1) + " to " + TableView.shown(high, 1) + ")"
                    + seed;
        }
    }

    static DotPlot of(String task, String policy, List<TrainedArm> arms, ArmStyle style) {
        Map<String, List<Dot>> dots = new LinkedHashMap<>();
        double end = TICK;
        for (TrainedArm arm : arms) {
            Evaluation evaluation = arm.evaluations().get(task);
            if (evaluation != null) {
                Score score = evaluation.result().score(policy);
                dots.computeIfAbsent(arm.arm(), name -> new ArrayList<>())
                        .add(new Dot(
                                arm.seedSuffix(),
                                score.value(),
                                score.low(),
                                score.high(),
                                Links.score(task, policy, arm)));
                end = Math.max(end, score.high());
            }
        }
        List<Integer> ticks = new ArrayList<>();
        for (int tick = 0; tick < end + TICK; tick += TICK) {
            ticks.add(tick);
        }
        List<DotLine> lines = dots.entrySet().stream()
                .map(line -> new DotLine(line.getKey(), style.css(line.getKey()), List.copyOf(line.getValue())))
                .toList();
        return new DotPlot(task + ", " + policy + ": right answers in percent", lines, List.copyOf(ticks));
    }

    /**
     * The position of a value.
     *
     * @param value in percent
     * @return its distance from the picture's left edge
     */
    public long x(double value) {
        int end = ticks.get(ticks.size() - 1);
        return Math.round(LEFT + WIDTH * value / end);
    }

    /**
     * The vertical position of a dot; the dots of an arm's seeds are slightly separated.
     *
     * @param line the index of the arm
     * @param dot the index of the seed
     * @return its distance from the picture's top
     */
    public int y(int line, int dot) {
        int between = 10;
        int first = -between * (lines.get(line).dots().size() - 1) / 2;
        return middle(line) + first + between * dot;
    }

    /**
     * The position of the middle of an arm's line.
     *
     * @param line the index of the arm
     * @return its distance from the picture's top
     */
    public int middle(int line) {
        return LINE_HEIGHT / 2 + LINE_HEIGHT * line;
    }

    /**
     * The position of the axis.
     *
     * @return its distance from the picture's top
     */
    public int bottom() {
        return LINE_HEIGHT * lines.size();
    }
}
