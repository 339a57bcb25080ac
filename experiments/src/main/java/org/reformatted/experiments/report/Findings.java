package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.pipeline.RealignSummary;

/** The outcome in sentences, from the pooled differences: which arm is ahead, and whether the difference is significant. */
final class Findings {
    /** The accuracy in percent below which a task is too difficult for every arm. */
    private static final double BEYOND = 5;

    private Findings() {}

    /**
     * The main result of the experiment in one sentence: one arm compared with the first one on each task with its default policy.
     *
     * @param lead the arm that the answer is about
     */
    static String answer(String lead, List<Headline> headlines, Differences differences) {
        List<PooledDifference> found = headlines.stream()
                .filter(Headline::leads)
                .flatMap(headline -> differences.againstFirst(headline).stream())
                .filter(one -> one.arm().equals(lead) && one.ranks() && one.n() > 0)
                .toList();
        if (found.isEmpty()) {
            return lead + " and the first arm have no score in common that ranks them.";
        }
        List<String> parts = new ArrayList<>();
        String[] words = {
            "ahead of " + found.get(0).baseline() + " on ", "behind it on ", "not different from it beyond chance on "
        };
        PooledDifference.Finding[] kinds = {
            PooledDifference.Finding.AHEAD, PooledDifference.Finding.BEHIND, PooledDifference.Finding.NO_DIFFERENCE
        };
        for (int i = 0; i < kinds.length; i++) {
            PooledDifference.Finding kind = kinds[i];
            List<String> tasks = found.stream()
                    .filter(one -> one.finding() == kind)
                    .map(Findings::part)
                    .toList();
            if (!tasks.isEmpty()) {
                parts.add((parts.isEmpty()
                                ? words[i].replace(" it ", " " + found.get(0).baseline() + " ")
                                : words[i])
                        + String.join(", ", tasks));
            }
        }
        return lead + " is " + String.join("; ", parts) + ".";
    }

    private static String part(PooledDifference one) {
        String unit = Units.isPercent(one.unit()) ? " points" : "";
        String judged = one.unit().equals(Score.PERCENT) ? "" : " as judged";
        return one.task() + judged + " (" + one.shown() + unit + ", p " + ReportTables.probability(one.corrected())
                + ")";
    }

    /** A sentence for each task and arm, with the task's default policy. */
    static List<String> sentences(List<Headline> headlines, Differences differences) {
        return headlines.stream()
                .filter(Headline::leads)
                .flatMap(headline -> differences.of(headline).stream())
                .filter(PooledDifference::ranks)
                .map(one -> one.task() + " (" + one.policy() + "), " + one.arm() + " against " + one.baseline() + ": "
                        + one.sentence() + ".")
                .toList();
    }

    /** Warnings about the limits of the numbers. */
    static List<String> cautions(Differences differences) {
        List<PooledDifference> shares = differences.all().stream()
                .filter(one -> one.unit().equals(Score.PERCENT))
                .toList();
        boolean beyond =
                !shares.isEmpty() && shares.stream().allMatch(one -> Math.max(one.first(), one.second()) < BEYOND);
        return beyond
                ? List.of("Every arm stays below " + TableView.shown(BEYOND, 0)
                        + "%: the task is beyond a model of this size. These scores show that the path works,"
                        + " and nothing about realignment.")
                : List.of();
    }

    /** Sentences about rows that a service did not answer or that could not be read, if the config allows them. */
    static List<String> rows(RealignSummary summary) {
        List<String> sentences = new ArrayList<>();
        long unanswered = summary.total().unanswered();
        if (unanswered > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Arms with realigned responses: %d of %d rows (%.2f%%) keep their original response because"
                            + " the service gave no answer, as allowUnanswered accepts.",
                    unanswered,
                    summary.total().rows(),
                    100.0 * unanswered / summary.total().rows()));
        }
        if (summary.skippedRows() > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "All arms: %d rows of the input cannot be read and were left out, as skipInvalid accepts; %d were"
                            + " read.",
                    summary.skippedRows(),
                    summary.total().rows()));
        }
        return sentences;
    }
}
