package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.experiments.report.ReportTables.ArmComparison;
import org.reformatted.realign.pipeline.RealignSummary;

/** The outcome in sentences, computed from the scores: what is ahead of what, and whether that could be chance. */
final class Findings {
    /** The usual threshold of a test; the sentences name the p-value beside it. */
    private static final double SIGNIFICANT = 0.05;

    /** Below this accuracy in percent, a task was beyond every arm. */
    private static final double BEYOND = 5;

    private Findings() {}

    /** A sentence for each task and pair of arms, by the task's default policy. */
    static List<String> sentences(List<ArmComparison> comparisons) {
        List<String> sentences = new ArrayList<>();
        groups(comparisons).forEach((what, rows) -> sentences.add(what + ": " + sentence(rows)));
        return sentences;
    }

    /** What the numbers do not show. */
    static List<String> cautions(List<ArmComparison> comparisons) {
        boolean beyond = comparisons.stream().anyMatch(Findings::percentage)
                && comparisons.stream()
                        .filter(Findings::percentage)
                        .map(ArmComparison::paired)
                        .allMatch(paired -> Math.max(paired.first(), paired.second()) < BEYOND);
        return beyond
                ? List.of("Every arm stays below " + TableView.shown(BEYOND, 0)
                        + "%: the task is beyond a model of this size. These scores show that the path works,"
                        + " and nothing about realignment.")
                : List.of();
    }

    /** Rows that a service left unanswered or that could not be read, where the config accepts that. */
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

    /** A measure such as a school grade has a table, but no arm is ahead by it. */
    private static boolean percentage(ArmComparison row) {
        return row.paired().unit().equals(Score.PERCENT);
    }

    /** More of it is better: shares of right answers, and a judge's ratings. */
    private static boolean ranks(ArmComparison row) {
        return percentage(row) || row.paired().unit().equals("rating");
    }

    private static Map<String, List<PairedComparison>> groups(List<ArmComparison> comparisons) {
        Map<String, List<PairedComparison>> groups = new LinkedHashMap<>();
        for (ArmComparison row : comparisons) {
            String task = row.task();
            var evaluation = row.arm().evaluations().get(task);
            if (evaluation != null
                    && ranks(row)
                    && evaluation.result().defaultPolicy().equals(row.paired().policy())) {
                String what = task + " (" + row.paired().policy() + "), "
                        + row.arm().arm() + " against " + row.baseline().arm();
                groups.computeIfAbsent(what, key -> new ArrayList<>()).add(row.paired());
            }
        }
        return groups;
    }

    private static String sentence(List<PairedComparison> rows) {
        if (rows.stream().allMatch(row -> row.n() == 0)) {
            return "no sample that has a score in both arms.";
        }
        List<String> parts = new ArrayList<>();
        long ahead = 0;
        long behind = 0;
        for (PairedComparison row : rows) {
            parts.add(pair(row));
            ahead += row.difference() > 0 && significant(row) ? 1 : 0;
            behind += row.difference() < 0 && significant(row) ? 1 : 0;
        }
        return String.join("; ", parts) + " over " + rows.get(0).n() + " paired samples. "
                + verdict(ahead, behind, rows.size());
    }

    /** The second arm's score against the first one's. */
    static String pair(PairedComparison row) {
        return String.format(
                Locale.ROOT,
                row.unit().equals("rating") ? "%s against %s (p %s)" : "%s%% against %s%% (p %s)",
                TableView.shown(row.second(), row.unit().equals("rating") ? 2 : 1),
                TableView.shown(row.first(), row.unit().equals("rating") ? 2 : 1),
                ReportTables.probability(row.pValue()));
    }

    static boolean significant(PairedComparison row) {
        return row.pValue() < SIGNIFICANT;
    }

    private static String verdict(long ahead, long behind, int seeds) {
        String of = seeds == 1 ? "" : " in " + Math.max(ahead, behind) + " of " + seeds + " seeds";
        if (ahead > 0 && behind > 0) {
            return "The seeds contradict each other.";
        }
        if (ahead == 0 && behind == 0) {
            return "No difference that could not be chance.";
        }
        return ahead > 0 ? "Ahead, beyond chance" + of + "." : "Behind, beyond chance" + of + ".";
    }
}
