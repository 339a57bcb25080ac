package org.reformatted.experiments.report;

import java.util.List;
import java.util.Optional;
import org.reformatted.eval.metric.SeedSummary;

/**
 * One arm on one task by one policy, as the report's first table shows it.
 *
 * @param arm the arm
 * @param headline task and policy
 * @param seeds the seeds it was trained with
 * @param scores the score of each training; of an arm from outside its one
 * @param summary its scores over these seeds
 * @param difference to the first arm; empty of the first arm itself, and where the two share no seed
 * @param paper the paper's value, where a named table of the paper has one
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
     * The deviation over seeds, or the one seed.
     *
     * @return a few words
     */
    public String spread() {
        return summary.seeds() > 1
                ? "± " + TableView.shown(summary.standardDeviation(), decimals()) + ", " + summary.seeds() + " seeds"
                : seeds.isEmpty() ? "not trained here" : "seed " + seeds.get(0);
    }

    /**
     * Where the mean leads.
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
     * @return the numbers; empty where there is none
     */
    public String differenceText() {
        return difference.map(one -> one.n() == 0 ? "" : one.shown()).orElse("");
    }

    /**
     * Where the difference leads.
     *
     * @return an address in the page; empty where there is no difference
     */
    public String differenceLink() {
        return difference.map(Links::difference).orElse("");
    }

    /**
     * The corrected p-value of the difference.
     *
     * @return such as {@code p < 0.0001}; empty where there is no difference
     */
    public String probability() {
        return difference
                .map(one -> ReportTables.probability(one.corrected()))
                .map(p -> p.startsWith("<") ? "p " + p : "p = " + p)
                .orElse("");
    }

    /**
     * What the corrected test says.
     *
     * @return its words; empty where there is no difference
     */
    public String verdict() {
        return difference.map(PooledDifference::verdict).orElse("");
    }

    /**
     * The kind of the finding, for the style of the page.
     *
     * @return a class
     */
    public String finding() {
        return difference
                .map(one -> !one.beyondChance()
                        ? "even"
                        : one.ranks() ? (one.finding() == PooledDifference.Finding.AHEAD ? "right" : "wrong") : "moved")
                .orElse("even");
    }

    /**
     * The paper's value with the model it is of.
     *
     * @return its text; empty where the paper has none
     */
    public String paperText() {
        return paper.map(match -> TableView.shown(match.value(), 2) + " ("
                        + match.setting().model() + ")")
                .orElse("");
    }

    /**
     * What the paper's value and this one are to each other.
     *
     * @return the status; empty where the paper has no value
     */
    public String status() {
        return paper.map(match -> match.status().toString()).orElse("");
    }
}
