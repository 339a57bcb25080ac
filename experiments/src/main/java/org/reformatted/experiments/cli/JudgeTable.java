package org.reformatted.experiments.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.PairwiseSummary;
import org.reformatted.eval.judge.SelfAgreement;

/** Prints the results of a judge as a table. */
final class JudgeTable {
    private JudgeTable() {}

    static void print(JudgeReport report, PrintStream out) {
        ScoreCommand.ScoredTask.table(
                out,
                report.judge(),
                report.n(),
                report.policies().keySet().iterator().next(),
                report.policies());
        out.printf(
                Locale.ROOT, "  without a verdict %d; replies without one %d%n", report.unjudged(), report.failures());
        report.causes().forEach((cause, count) -> out.printf(Locale.ROOT, "    %s: %d%n", cause, count));
        pairs(report.pairs()).forEach(out::println);
        agreement(report.selfAgreement()).forEach(out::println);
    }

    private static List<String> pairs(@Nullable PairwiseSummary pairs) {
        if (pairs == null) {
            return List.of();
        }
        return List.of(
                String.format(
                        Locale.ROOT,
                        "  wins %d, losses %d, ties %d (sign test p %.4f); both orders agree on %.1f%%",
                        pairs.wins(),
                        pairs.losses(),
                        pairs.ties(),
                        pairs.pValue(),
                        100 * pairs.consistency()),
                String.format(
                        Locale.ROOT,
                        "  %.1f%% of decided verdicts went to the answer shown first: %s",
                        100 * pairs.firstPlaceShare(),
                        pairs.biased() ? "this judge has a position bias" : "no bias beyond chance"));
    }

    private static List<String> agreement(@Nullable SelfAgreement agreement) {
        if (agreement == null) {
            return List.of();
        }
        String values = agreement.values().stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", "));
        return List.of(String.format(
                Locale.ROOT,
                "  judged %d times: %.1f%% of verdicts equal, kappa %.4f, over %d judgments; scores %s, standard"
                        + " deviation %.4f",
                agreement.repeats(),
                100 * agreement.equalShare(),
                agreement.kappa(),
                agreement.n(),
                values,
                agreement.spread()));
    }
}
