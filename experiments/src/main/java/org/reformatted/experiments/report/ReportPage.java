package org.reformatted.experiments.report;

import java.util.List;
import java.util.Map;

/**
 * What the report's page shows, from top to bottom; {@code report.jte} lays it out and escapes every text.
 *
 * @param name the experiment's name
 * @param asked what was asked, in the config's words, a paragraph each
 * @param answer the outcome in one sentence
 * @param cautions what the outcome does not show
 * @param matrix arms and tasks
 * @param forest the differences to the first arm; empty where none is in percentage points
 * @param findings the outcome of each arm on each task
 * @param expected what was expected, and whether it was found
 * @param plots the scores that lead, seed by seed
 * @param losses loss over steps, a chart a seed
 * @param shares scores over the share of realigned rows; empty with fewer than three shares
 * @param wins comparisons by judges
 * @param ran what was run: label to value
 * @param fairness for each comparison, the proof that only data differ
 * @param tables every table, by its place in the page
 * @param paperSource where the paper's values are from
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
     * The tables behind the first screen.
     *
     * @param summary the first table with a line a cell
     * @param seeds each arm's mean over its seeds
     * @param scores every score
     * @param groups scores by subject or task; without rows where no benchmark has some
     * @param comparisons every paired comparison, a table a task
     * @param judged what judges found; without rows where none was asked
     * @param costs time, memory and money
     * @param realign what realigning did
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
     * @param folder the name of its artifact's folder, which links name
     * @param anchor the part of an address behind {@code #}
     * @param json its {@code artifact.json}
     */
    public record StepRecord(String folder, String anchor, String json) {}

    /**
     * A row before and after.
     *
     * @param id the row
     * @param verdict rewritten or original, who decided and why
     * @param question what was asked
     * @param before the original response
     * @param after the response of the realigned set
     */
    public record Rewrite(String id, String verdict, String question, String before, String after) {}

    /**
     * A test question and the arms' answers.
     *
     * @param id the sample
     * @param task its task
     * @param question what was asked
     * @param reference what is right
     * @param answers an answer an arm
     */
    public record ShownSample(String id, String task, String question, String reference, List<ShownAnswer> answers) {}

    /**
     * An arm's answer.
     *
     * @param arm the arm, with its seed
     * @param text the raw output
     * @param verdict what the default policy finds it: {@code right}, {@code wrong}, or {@code measured}
     * @param extracted what that policy found, or that it found nothing
     * @param cut whether it was cut at the token limit
     */
    public record ShownAnswer(String arm, String text, String verdict, String extracted, boolean cut) {}
}
