package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.eval.metric.Score;

/**
 * One policy's scores of all arms, a line an arm and a dot a seed with its interval; the page draws it as SVG.
 *
 * @param title what it shows
 * @param lines from top to bottom
 * @param ticks of the axis, from 0 to its end
 */
public record DotPlot(String title, List<DotLine> lines, List<Integer> ticks) {
    /** How finely the axis is marked, in percentage points. */
    private static final int TICK = 10;

    /** Between the lines of two arms, in the picture's units. */
    private static final int LINE_HEIGHT = 44;

    private static final int LEFT = 190;
    private static final int WIDTH = 620;

    /**
     * An arm.
     *
     * @param arm its name
     * @param css the class of its colour
     * @param dots a dot a seed
     */
    public record DotLine(String arm, String css, List<Dot> dots) {}

    /**
     * A score.
     *
     * @param seed of the training, as the end of a sentence; empty of an arm from outside
     * @param value in percent
     * @param low lower end of its 95% interval
     * @param high upper end
     * @param link to the samples behind it
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
     * Where a value lies.
     *
     * @param value in percent
     * @return its distance from the picture's left edge
     */
    public long x(double value) {
        int end = ticks.get(ticks.size() - 1);
        return Math.round(LEFT + WIDTH * value / end);
    }

    /**
     * Where a dot's line lies; the seeds of an arm lie a little apart.
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
     * Where the middle of an arm's line lies.
     *
     * @param line the index of the arm
     * @return its distance from the picture's top
     */
    public int middle(int line) {
        return LINE_HEIGHT / 2 + LINE_HEIGHT * line;
    }

    /**
     * Where the axis lies.
     *
     * @return its distance from the picture's top
     */
    public int bottom() {
        return LINE_HEIGHT * lines.size();
    }
}
