package org.reformatted.experiments.report;

import java.util.List;
import java.util.Optional;
import org.reformatted.eval.metric.SeedSummary;

/**
 * The result of one arm on one task with one policy, for the report's first table.
 *
 * @param arm the arm
 * @param headline task and policy
 * @param seeds the seeds it was trained with
 * @param scores the score of each training; for an external arm its only score
 * @param summary its scores over these seeds
 * @param difference the difference to the first arm; absent for the first arm itself, and if the two share no seed
 * @param paper the paper's value; absent if the named tables of the paper have none
 */
public record ScoreCell(
        String arm,
        Headline headline,
        List<Long> seeds,
        List<Double> scores,
        SeedSummary summary,
        Optional<PooledDifference> difference,
        Optional<PaperMatch> paper) {
    private int decimals() {
        return Units.decimals(headline.unit());
    }

    /**
     * The mean over seeds.
     *
     * @return the number
     */
    public String mean() {
        return TableView.shown(summary.mean(), decimals());
    }

    /**
     * The deviation over seeds, or the only seed.
     *
     * @return a few words
     */
    public String spread() {
        return summary.seeds() > 1
                ? "± " + TableView.shown(summary.standardDeviation(), decimals()) + ", " + summary.seeds() + " seeds"
                : seeds.isEmpty() ? "not trained here" : "seed " + seeds.get(0);
    }

    /**
     * The link of the mean.
     *
     * @return an address in the page
     */
    public String link() {
        String all = Links.arm(headline.task(), headline.policy(), arm);
        return seeds.size() == 1 ? all + "&seed=" + seeds.get(0) : all;
    }

    /**
     * The difference to the first arm with its interval.
     *
     * @return the numbers; empty if there is none
     */
    public String differenceText() {
        return difference.map(one -> one.n() == 0 ? "" : one.shown()).orElse("");
    }

    /**
     * The link of the difference.
     *
     * @return an address in the page; empty if there is no difference
     */
    public String differenceLink() {
        return difference.map(Links::difference).orElse("");
    }

    /**
     * The corrected p-value of the difference.
     *
     * @return such as {@code p < 0.0001}; empty if there is no difference
     */
    public String probability() {
        return difference
                .map(one -> ReportTables.probability(one.corrected()))
                .map(p -> p.startsWith("<") ? "p " + p : "p = " + p)
                .orElse("");
    }

    /**
     * The result of the corrected test.
     *
     * @return its words; empty if there is no difference
     */
    public String verdict() {
        return difference.map(PooledDifference::verdict).orElse("");
    }

    /**
     * The CSS class of the finding.
     *
     * @return the class
     */
    public String finding() {
        return difference
                .map(one -> !one.beyondChance()
                        ? "even"
                        : one.ranks() ? (one.finding() == PooledDifference.Finding.AHEAD ? "right" : "wrong") : "moved")
                .orElse("even");
    }

    /**
     * The paper's value with its model.
     *
     * @return its text; empty if the paper has no value
     */
    public String paperText() {
        return paper.map(match -> TableView.shown(match.value(), 2) + " ("
                        + match.setting().model() + ")")
                .orElse("");
    }

    /**
     * The relation of this value to the paper's value.
     *
     * @return the status; empty if the paper has no value
     */
    public String status() {
        return paper.map(match -> match.status().toString()).orElse("");
    }
}
