package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.PairwiseSummary;
import org.reformatted.eval.judge.SelfAgreement;
import tech.tablesaw.api.Table;

/** The results of judges, with measures of their reliability. */
final class JudgedTable {
    private JudgedTable() {}

    private record JudgedRow(TrainedArm arm, String task, Judged judged) {
        JudgeReport report() {
            return judged.report();
        }

        double of(ToDoubleFunction<PairwiseSummary> pairs) {
            PairwiseSummary summary = report().pairs();
            return summary == null ? Double.NaN : pairs.applyAsDouble(summary);
        }

        double ofRepeats(ToDoubleFunction<SelfAgreement> repeats) {
            SelfAgreement agreement = report().selfAgreement();
            return agreement == null ? Double.NaN : repeats.applyAsDouble(agreement);
        }
    }

    private static List<JudgedRow> rows(List<TrainedArm> arms) {
        List<JudgedRow> rows = new ArrayList<>();
        for (String task : ReportTables.tasks(arms)) {
            for (TrainedArm arm : arms) {
                Evaluation evaluation = arm.evaluations().get(task);
                if (evaluation != null) {
                    evaluation.judged().ifPresent(judged -> rows.add(new JudgedRow(arm, task, judged)));
                }
            }
        }
        return rows;
    }

    /** One sentence for each comparison, such as that of readability. */
    static List<String> sentences(List<TrainedArm> arms) {
        return rows(arms).stream()
                .filter(row -> row.judged.against().isPresent())
                .map(row -> row.task + " (" + row.report().judge() + "), " + row.arm.arm() + " against "
                        + row.judged.against().orElse("") + row.arm.seedSuffix() + ": " + row.judged.sentence())
                .toList();
    }

    /** Won, tied and lost comparisons, with the report's verdict on the arm. */
    static List<WinTieLose> wins(List<TrainedArm> arms, Differences differences) {
        List<WinTieLose> wins = new ArrayList<>();
        for (JudgedRow row : rows(arms)) {
            PairwiseSummary pairs = row.report().pairs();
            if (pairs != null) {
                wins.add(WinTieLose.of(
                        row.task + " (" + row.report().judge() + "): " + row.arm.arm() + " against "
                                + row.judged.against().orElse("") + row.arm.seedSuffix(),
                        pairs.wins(),
                        pairs.ties(),
                        pairs.losses(),
                        row.judged.sentence() + verdict(row, arms.get(0).arm(), differences),
                        link(row)));
            }
        }
        return wins;
    }

    private static String verdict(JudgedRow row, String first, Differences differences) {
        return differences
                .of(first, row.arm.arm(), row.task, row.judged.policy())
                .map(one -> " Against " + first + ": " + one.verdict() + " (p "
                        + ReportTables.probability(one.corrected()) + ", over all seeds and corrected).")
                .orElse("");
    }

    private static String link(JudgedRow row) {
        return Links.samples(row.task) + "&arm=" + Links.encoded(row.arm.arm()) + Links.seed(row.arm);
    }

    static TableView of(List<TrainedArm> arms) {
        List<JudgedRow> rows = rows(arms);
        Table table = Table.create("judged");
        table.addColumns(
                TableView.texts("task", rows, JudgedRow::task),
                TableView.texts("arm", rows, row -> row.arm.arm()),
                TableView.texts("against", rows, row -> row.judged.against().orElse("")),
                TableView.texts("seed", rows, row -> row.arm.seedText()),
                TableView.texts("judge", rows, row -> row.report().judge()),
                TableView.texts(
                        "unit", rows, row -> row.report().unit().equals("rating") ? "rating" : "win rate, percent"),
                TableView.numbers("score", 2, rows, row -> row.report().value()),
                TableView.numbers("low", 2, rows, row -> row.report().low()),
                TableView.numbers("high", 2, rows, row -> row.report().high()),
                TableView.numbers("n", 0, rows, row -> row.report().n()),
                TableView.numbers(
                        "without a verdict", 0, rows, row -> row.report().unjudged()),
                TableView.numbers(
                        "of these unanswered", 0, rows, row -> row.report().unanswered()),
                TableView.numbers(
                        "replies without one", 0, rows, row -> row.report().failures()),
                TableView.numbers("won", 0, rows, row -> row.of(PairwiseSummary::wins)),
                TableView.numbers("tied", 0, rows, row -> row.of(PairwiseSummary::ties)),
                TableView.numbers("lost", 0, rows, row -> row.of(PairwiseSummary::losses)),
                TableView.probabilities("p, not corrected", rows, row -> row.of(PairwiseSummary::pValue)),
                TableView.numbers("orders agree %", 1, rows, row -> 100 * row.of(PairwiseSummary::consistency)),
                TableView.numbers(
                        "to the first place %", 1, rows, row -> 100 * row.of(PairwiseSummary::firstPlaceShare)),
                TableView.numbers("repeats", 0, rows, row -> row.ofRepeats(SelfAgreement::repeats)),
                TableView.numbers("equal on repeat %", 1, rows, row -> 100 * row.ofRepeats(SelfAgreement::equalShare)),
                TableView.numbers("kappa on repeat", 2, rows, row -> row.ofRepeats(SelfAgreement::kappa)),
                TableView.texts(
                        "record",
                        rows,
                        row -> String.valueOf(row.judged.folder().getFileName())));
        return new TableView(
                        "judged",
                        "What a judge found, under its protocol with version and settings, with the 95% interval, the"
                                + " answers it gave no verdict on, which are in no score, and the replies that held none."
                                + " Comparisons are asked in both orders; a disagreement is a tie, and a judge whose"
                                + " verdicts go to the first place far from half the time has a position bias. p is of the"
                                + " sign test of won and lost comparisons of one seed; the verdicts of this report,"
                                + " corrected for all of its tests, are those of its first table. The paper's values below"
                                + " are of other judges.",
                        table)
                .linked(
                        List.of(
                                "score",
                                "low",
                                "high",
                                "n",
                                "replies without one",
                                "p, not corrected",
                                "orders agree %",
                                "to the first place %",
                                "repeats",
                                "equal on repeat %",
                                "kappa on repeat"),
                        links(rows, ""))
                .linked(List.of("without a verdict", "of these unanswered"), links(rows, "&judged=none"))
                .linked("won", links(rows, "&judged=win"))
                .linked("tied", links(rows, "&judged=tie"))
                .linked("lost", links(rows, "&judged=loss"))
                .linked(
                        "record",
                        rows.stream()
                                .map(row -> Links.step(
                                        String.valueOf(row.judged.folder().getFileName())))
                                .toList());
    }

    private static List<String> links(List<JudgedRow> rows, String filter) {
        return rows.stream().map(row -> link(row) + filter).toList();
    }
}
