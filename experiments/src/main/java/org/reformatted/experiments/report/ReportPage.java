package org.reformatted.experiments.report;

import java.util.List;
import java.util.Map;

/**
 * The content of the report's page, from top to bottom; {@code report.jte} is the layout and escapes every text.
 *
 * @param name the experiment's name
 * @param asked the question of the experiment, in the words of the config, as paragraphs
 * @param answer the outcome in one sentence
 * @param cautions warnings about the limits of the outcome
 * @param matrix arms and tasks
 * @param forest the differences to the first arm; empty if none is in percentage points
 * @param findings the outcome of each arm on each task
 * @param expected the expectations, and whether they were met
 * @param plots the main scores, seed by seed
 * @param losses the loss over steps, one chart for each seed
 * @param shares scores over the share of realigned rows; empty with fewer than three shares
 * @param wins comparisons by judges
 * @param ran facts about the run: label to value
 * @param fairness for each comparison, the proof that only data differ
 * @param tables every table, by its place in the page
 * @param paperSource the source of the paper's values
 * @param rewrites rows before and after
 * @param samples answers side by side
 * @param steps the record of each step
 * @param config the config with every default filled in, as JSON
 */
public record ReportPage(
        String name,
        List<String> asked,
        String answer,
        List<String> cautions,
        ScoreMatrix matrix,
        List<ForestPlot> forest,
        List<String> findings,
        List<ExpectedOutcome> expected,
        List<DotPlot> plots,
        List<LineChart> losses,
        List<LineChart> shares,
        List<WinTieLose> wins,
        Map<String, String> ran,
        List<String> fairness,
        Tables tables,
        String paperSource,
        List<Rewrite> rewrites,
        List<ShownSample> samples,
        List<StepRecord> steps,
        String config) {
    /**
     * The tables below the first screen.
     *
     * @param summary the first table, with one line for each cell
     * @param seeds each arm's mean over its seeds
     * @param scores every score
     * @param groups scores by subject or task; without rows if no benchmark has such groups
     * @param comparisons every paired comparison, one table for each task
     * @param judged the results of judges; without rows if there is no judge
     * @param costs time, memory and money
     * @param realign the results of realigning
     * @param paper the paper's tables
     * @param provenance every step
     */
    public record Tables(
            TableView summary,
            TableView seeds,
            TableView scores,
            TableView groups,
            List<TableView> comparisons,
            TableView judged,
            TableView costs,
            TableView realign,
            List<TableView> paper,
            TableView provenance) {}

    /**
     * A step's record.
     *
     * @param folder the name of its artifact's folder, which is used in links
     * @param anchor the part of its address after {@code #}
     * @param json its {@code artifact.json}
     */
    public record StepRecord(String folder, String anchor, String json) {}

    /**
     * A row before and after.
     *
     * @param id the row
     * @param verdict rewritten or original, the filter or step that decided, and the reason
     * @param question the question
     * @param before the original response
     * @param after the response of the realigned set
     */
    public record Rewrite(String id, String verdict, String question, String before, String after) {}

    /**
     * A test question and the arms' answers.
     *
     * @param id the sample
     * @param task its task
     * @param question the question
     * @param reference the right answer
     * @param answers the answer of each arm
     */
    public record ShownSample(String id, String task, String question, String reference, List<ShownAnswer> answers) {}

    /**
     * An arm's answer.
     *
     * @param arm the arm, with its seed
     * @param text the raw output
     * @param verdict the verdict of the default policy: {@code right}, {@code wrong}, or {@code measured}
     * @param extracted the answer that this policy extracted, or that it extracted none
     * @param cut whether it was cut at the token limit
     */
    public record ShownAnswer(String arm, String text, String verdict, String extracted, boolean cut) {}
}
