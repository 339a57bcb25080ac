package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.Score;
import tech.tablesaw.api.Table;

/** Scores by subject or task, for benchmarks with such groups. */
final class GroupTable {
    private GroupTable() {}

    private record GroupRow(TrainedArm arm, String task, String policy, String group, Score score, boolean average) {}

    static TableView of(List<TrainedArm> arms) {
        List<GroupRow> rows = rows(arms);
        Table table = Table.create("groups");
        table.addColumns(
                TableView.texts("task", rows, GroupRow::task),
                TableView.texts("policy", rows, GroupRow::policy),
                TableView.texts("subject or task", rows, GroupRow::group),
                TableView.texts("arm", rows, row -> row.arm.arm()),
                TableView.texts("seed", rows, row -> row.arm.seedText()),
                TableView.numbers("score", 2, rows, row -> row.score.value()),
                TableView.numbers("low", 2, rows, row -> row.score.low()),
                TableView.numbers("high", 2, rows, row -> row.score.high()),
                TableView.numbers("correct", 0, rows, row -> correct(row.score)),
                TableView.numbers("n", 0, rows, row -> row.score.n()));
        return new TableView(
                        "groups",
                        "The share of right answers in percent by subject (MMLU) or task (BIG-Bench Hard), with"
                                + " Wilson's 95% interval, by the task's default policy. In the micro average every"
                                + " question weighs the same, in the macro average every subject or task; its interval"
                                + " joins theirs.",
                        table)
                .linked(
                        List.of("score", "low", "high", "n"),
                        rows.stream().map(GroupTable::link).toList())
                .linked(
                        "correct",
                        rows.stream().map(row -> link(row) + "&verdict=right").toList());
    }

    private static String link(GroupRow row) {
        String all = Links.score(row.task, row.policy, row.arm);
        return row.average ? all : all + "&category=" + Links.encoded(row.group);
    }

    private static List<GroupRow> rows(List<TrainedArm> arms) {
        List<GroupRow> rows = new ArrayList<>();
        for (String task : ReportTables.tasks(arms)) {
            Map<String, List<GroupRow>> byGroup = new LinkedHashMap<>();
            for (TrainedArm arm : arms) {
                Evaluation evaluation = arm.evaluations().get(task);
                if (evaluation != null) {
                    String policy = evaluation.result().defaultPolicy();
                    Breakdown breakdown = evaluation.result().breakdowns().get(policy);
                    named(breakdown)
                            .forEach((group, score) -> byGroup.computeIfAbsent(group, name -> new ArrayList<>())
                                    .add(new GroupRow(
                                            arm,
                                            task,
                                            policy,
                                            group,
                                            score,
                                            breakdown == null
                                                    || !breakdown.groups().containsKey(group))));
                }
            }
            byGroup.values().forEach(rows::addAll);
        }
        return rows;
    }

    private static Map<String, Score> named(@org.jspecify.annotations.Nullable Breakdown breakdown) {
        if (breakdown == null) {
            return Map.of();
        }
        Map<String, Score> named = new LinkedHashMap<>();
        named.put("micro average, over questions", breakdown.micro());
        named.put("macro average, over " + breakdown.by() + "s", breakdown.macro());
        named.putAll(breakdown.groups());
        return named;
    }

    private static double correct(Score score) {
        Long correct = score.correct();
        return correct == null ? Double.NaN : correct;
    }
}
