package org.reformatted.experiments.report;

import java.util.List;
import java.util.Map;

/**
 * What the report's page shows, from top to bottom; {@code report.jte} lays it out and escapes every text.
 *
 * @param name the experiment's name
 * @param description what it is about, in the config's words
 * @param findings the outcome in plain sentences, computed from the scores
 * @param cautions what the outcome does not show
 * @param expected what was expected, and whether it came out
 * @param plots the scores that lead, drawn
 * @param seeds the same over seeds
 * @param ran what was run: label to value
 * @param fairness for each comparison, the proof that only data differ
 * @param scores every score
 * @param groups scores by subject or task; without rows where no benchmark has some
 * @param leading the paired comparisons of the scores that lead
 * @param comparisons every paired comparison
 * @param charts the loss curves
 * @param realign what realigning did
 * @param rewrites rows before and after
 * @param samples answers side by side
 * @param judged what judges found; without rows where none was asked
 * @param paper the paper's tables that belong here
 * @param provenance every step
 * @param config the config with every default filled in, as JSON
 */
public record ReportPage(
        String name,
        String description,
        List<String> findings,
        List<String> cautions,
        List<ExpectedOutcome> expected,
        List<DotPlot> plots,
        TableView seeds,
        Map<String, String> ran,
        List<String> fairness,
        TableView scores,
        TableView groups,
        TableView leading,
        List<TableView> comparisons,
        List<Chart> charts,
        TableView realign,
        List<Rewrite> rewrites,
        List<Sample> samples,
        TableView judged,
        List<TableView> paper,
        TableView provenance,
        String config) {
    /**
     * A picture.
     *
     * @param text what it shows, for those who can't see it
     * @param address its {@code data:} address
     */
    public record Chart(String text, String address) {}

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
    public record Sample(String id, String task, String question, String reference, List<Answer> answers) {}

    /**
     * An arm's answer.
     *
     * @param arm the arm
     * @param seed its seed
     * @param text the raw output
     * @param verdict what the default policy finds it: {@code right}, {@code wrong}, or {@code measured}
     * @param extracted what that policy found, or that it found nothing
     * @param cut whether it was cut at the token limit
     */
    public record Answer(String arm, long seed, String text, String verdict, String extracted, boolean cut) {}
}
