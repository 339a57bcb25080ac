package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.SeedSummary;
import tech.tablesaw.api.Table;

/** How much of a score is the training's seed: every arm's mean over its seeds, with the deviation between them. */
final class SeedTable {
    private SeedTable() {}

    private record Row(Headline headline, String arm, List<Double> scores, SeedSummary summary) {
        /** Of a percentage no end lies outside of 0 to 100. */
        Interval interval() {
            Interval interval = new Interval(summary.low(), summary.high());
            return Units.isPercent(headline.unit()) ? interval.within(0, 100) : interval;
        }
    }

    static TableView of(List<TrainedArm> arms, List<Headline> headlines) {
        List<Row> rows = new ArrayList<>();
        headlines.forEach(headline -> rows.addAll(rows(headline, arms)));
        Table table = Table.create("seeds");
        table.addColumns(
                TableView.texts(
                        "task", rows.stream().map(row -> row.headline.task()).toList()),
                TableView.texts(
                        "policy",
                        rows.stream().map(row -> row.headline.policy()).toList()),
                TableView.texts(
                        "unit", rows.stream().map(row -> row.headline.unit()).toList()),
                TableView.texts("arm", rows.stream().map(Row::arm).toList()),
                TableView.numbers(
                        "mean", 2, rows.stream().map(row -> row.summary.mean()).toList()),
                TableView.numbers(
                        "deviation",
                        2,
                        rows.stream()
                                .map(row -> row.summary.standardDeviation())
                                .toList()),
                TableView.numbers(
                        "low", 2, rows.stream().map(row -> row.interval().low()).toList()),
                TableView.numbers(
                        "high",
                        2,
                        rows.stream().map(row -> row.interval().high()).toList()),
                TableView.texts("each seed", rows.stream().map(SeedTable::each).toList()),
                TableView.numbers(
                        "seeds",
                        0,
                        rows.stream().map(row -> (double) row.summary.seeds()).toList()));
        return new TableView(
                        "seeds",
                        "Mean over trainings that differ in their seed alone, their standard deviation (n - 1), and"
                                + " the mean's 95% interval by Student's t, which says how another seed might do; the"
                                + " intervals below say how other questions might.",
                        table)
                .linked(
                        List.of("mean", "deviation", "low", "high", "seeds"),
                        rows.stream()
                                .map(row -> Links.arm(row.headline.task(), row.headline.policy(), row.arm))
                                .toList());
    }

    private static List<Row> rows(Headline headline, List<TrainedArm> arms) {
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        for (TrainedArm arm : arms) {
            Evaluation evaluation = arm.evaluations().get(headline.task());
            if (evaluation != null && evaluation.result().policies().containsKey(headline.policy())) {
                scores.computeIfAbsent(arm.arm(), name -> new ArrayList<>())
                        .add(evaluation.result().score(headline.policy()).value());
            }
        }
        return scores.entrySet().stream()
                .map(arm -> new Row(
                        headline,
                        arm.getKey(),
                        arm.getValue(),
                        SeedSummary.of(arm.getValue().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())))
                .toList();
    }

    private static String each(Row row) {
        return row.scores.stream().map(score -> TableView.shown(score, 1)).collect(Collectors.joining(", "));
    }
}
