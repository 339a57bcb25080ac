package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.reformatted.eval.metric.Holm;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.experiments.report.PaperValues.PaperTable;
import org.reformatted.experiments.step.ArtifactRecord;
import org.reformatted.realign.pipeline.RealignSummary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The tables of a report, from artifacts. */
final class ReportTables {
    private ReportTables() {}

    /** A score: one arm, one seed, one task, one policy. */
    record ScoreRow(TrainedArm arm, String task, Evaluation evaluation, String policy, Score score) {}

    static List<ScoreRow> scoreRows(List<TrainedArm> arms) {
        List<ScoreRow> rows = new ArrayList<>();
        for (String task : tasks(arms)) {
            for (TrainedArm arm : arms) {
                Evaluation evaluation = arm.evaluations().get(task);
                if (evaluation != null) {
                    evaluation
                            .result()
                            .policies()
                            .forEach((policy, score) -> rows.add(new ScoreRow(arm, task, evaluation, policy, score)));
                }
            }
        }
        return rows;
    }

    static List<String> tasks(List<TrainedArm> arms) {
        return List.copyOf(arms.stream()
                .flatMap(arm -> arm.evaluations().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    static TableView scores(List<ScoreRow> rows, Overlaps overlaps) {
        Table table = Table.create("scores");
        table.addColumns(
                texts(
                        "task",
                        rows,
                        row -> row.task() + " v" + row.evaluation().result().version()),
                texts("arm", rows, row -> row.arm().arm()),
                texts("seed", rows, row -> String.valueOf(row.arm().seed())),
                texts("policy", rows, ReportTables::policy),
                texts("unit", rows, row -> row.score().unit()),
                numbers("score", 2, rows, row -> row.score().value()),
                numbers("low", 2, rows, row -> row.score().low()),
                numbers("high", 2, rows, row -> row.score().high()),
                numbers("correct", 0, rows, row -> correct(row.score())),
                numbers("n", 0, rows, row -> row.score().n()),
                numbers("unparsed %", 1, rows, row -> 100 * row.score().unparsedShare()),
                numbers("cut %", 1, rows, row -> 100 * row.evaluation().result().truncatedShare()),
                numbers(
                        "in training %",
                        1, rows, row -> overlaps.of(row.arm(), row.task()).overlappingPercent()),
                texts("record", rows, row -> folder(row.evaluation().folder())));
        return new TableView(
                "scores",
                "Every score with its 95% interval (Wilson for shares), n, the share of answers in which the policy"
                        + " found nothing and the share cut at the token limit, and the share of questions that have 13"
                        + " words in a row, or all of fewer, in common with the rows this arm learned. The record holds"
                        + " every answer behind the row. An asterisk marks the task's default policy.",
                table);
    }

    private static String policy(ScoreRow row) {
        return row.policy() + (row.policy().equals(row.evaluation().result().defaultPolicy()) ? " *" : "");
    }

    private static double correct(Score score) {
        Long correct = score.correct();
        return correct == null ? Double.NaN : correct;
    }

    /** Each arm against the first one, seed by seed. */
    static List<ArmComparison> comparisons(List<TrainedArm> arms, Comparisons comparisons) {
        List<ArmComparison> rows = new ArrayList<>();
        Map<Long, TrainedArm> baselines = new LinkedHashMap<>();
        for (TrainedArm arm : arms) {
            TrainedArm baseline = baselines.putIfAbsent(arm.seed(), arm);
            if (baseline != null && !baseline.arm().equals(arm.arm())) {
                rows.addAll(comparisons(baseline, arm, comparisons));
            }
        }
        return rows;
    }

    /** Two arms of one seed on one task by one policy; the task by its name in this experiment, which may ask one benchmark twice. */
    record ArmComparison(TrainedArm baseline, TrainedArm arm, String task, PairedComparison paired) {}

    private static List<ArmComparison> comparisons(TrainedArm baseline, TrainedArm arm, Comparisons comparisons) {
        List<ArmComparison> rows = new ArrayList<>();
        baseline.evaluations().forEach((task, before) -> {
            if (arm.evaluations().containsKey(task)) {
                before.result()
                        .policies()
                        .keySet()
                        .forEach(policy -> rows.add(
                                new ArmComparison(baseline, arm, task, comparisons.of(baseline, arm, task, policy))));
            }
        });
        return rows;
    }

    static TableView comparisons(String id, List<ArmComparison> rows) {
        Iterator<Double> adjusted = adjusted(rows).iterator();
        Table table = Table.create(id);
        table.addColumns(
                texts("task", rows, ArmComparison::task),
                texts("policy", rows, row -> row.paired().policy()),
                texts("seed", rows, row -> String.valueOf(row.arm().seed())),
                texts(
                        "arms",
                        rows,
                        row -> row.baseline().arm() + " -> " + row.arm().arm()),
                numbers("from", 2, rows, row -> row.paired().first()),
                numbers("to", 2, rows, row -> row.paired().second()),
                numbers("difference", 2, rows, row -> row.paired().difference()),
                numbers("low", 2, rows, row -> row.paired().low()),
                numbers("high", 2, rows, row -> row.paired().high()),
                numbers("only first right", 0, rows, row -> row.paired().onlyFirst()),
                numbers("only second right", 0, rows, row -> row.paired().onlySecond()),
                texts(
                        "p (McNemar, exact)",
                        rows,
                        row -> probability(row.paired().pValue())),
                texts("p (Holm)", rows, row -> probability(adjusted.next())),
                texts(
                        "p (Wilcoxon)",
                        rows,
                        row -> Double.isNaN(row.paired().wilcoxon())
                                ? ""
                                : probability(row.paired().wilcoxon())),
                numbers("detectable", 1, rows, row -> row.paired().detectable()),
                numbers("n", 0, rows, row -> row.paired().n()));
        return new TableView(
                id,
                "Differences on the same samples in percentage points, or in a measure's own unit, with the 95%"
                        + " interval of a paired bootstrap and the two-sided exact McNemar test over the samples that just"
                        + " one arm has right; of a measure, where one arm has more of it (the sign test). Behind it the"
                        + " same corrected by Holm for all tests of this table, and of measures Wilcoxon's test, which"
                        + " weighs how far two values lie apart. Detectable is the smallest difference in points that"
                        + " McNemar's test would find in four runs of five with as many samples and as many of them"
                        + " answered differently.",
                table);
    }

    private static List<Double> adjusted(List<ArmComparison> rows) {
        double[] pValues =
                rows.stream().mapToDouble(row -> row.paired().pValue()).toArray();
        boolean defined = DoubleStream.of(pValues).noneMatch(Double::isNaN);
        return DoubleStream.of(defined ? Holm.adjusted(pValues) : pValues)
                .boxed()
                .toList();
    }

    /** A probability as tables show it. */
    static String probability(double p) {
        return Double.isNaN(p) ? "undefined" : p < 0.0001 ? "< 0.0001" : TableView.shown(p, 4);
    }

    static TableView realign(RealignSummary summary) {
        List<String> names = new ArrayList<>(List.of("all rows"));
        List<RealignSummary.Counts> counts = new ArrayList<>(List.of(summary.total()));
        summary.categories().forEach((name, count) -> {
            names.add(name);
            counts.add(count);
        });
        Table table = Table.create("realign");
        table.addColumns(
                TableView.texts("category", names),
                numbers("rows", 0, counts, count -> count.rows()),
                numbers("rewritten", 0, counts, count -> count.rewritten()),
                texts(
                        "left as they were, by",
                        counts,
                        count -> count.original().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))),
                numbers("length before", 0, counts, count -> count.tokensBefore()),
                numbers("length after", 0, counts, count -> count.tokensAfter()));
        if (summary.total().cost().isPresent()) {
            table.addColumns(
                    numbers("cost (USD)", 4, counts, count -> count.cost().orElse(Double.NaN)));
        }
        return new TableView(
                "realign",
                "What realigning did (" + summary.reformatter() + "; filters " + String.join(", ", summary.filters())
                        + "; lengths in " + summary.tokenUnit() + ")."
                        + (summary.texts().isEmpty() ? "" : " Texts: " + RealignInspector.texts(summary) + "."),
                table);
    }

    static TableView provenance(List<ArtifactRecord> records) {
        Table table = Table.create("provenance");
        table.addColumns(
                texts("step", records, ArtifactRecord::step),
                texts("fingerprint", records, record -> record.fingerprint().substring(0, 16)),
                texts(
                        "inputs (SHA-256)",
                        records,
                        record -> record.inputs().entrySet().stream()
                                .map(input -> input.getKey() + " "
                                        + Path.of(input.getValue().path()).getFileName() + " "
                                        + input.getValue().sha256().substring(0, 12))
                                .collect(Collectors.joining(", "))),
                texts("started (UTC)", records, record -> record.started().replaceAll("\\..*", "")),
                numbers("seconds", 1, records, ArtifactRecord::seconds),
                texts(
                        "record",
                        records,
                        record -> record.step() + "-" + record.fingerprint().substring(0, 8)));
        return new TableView("provenance", "Every step with its fingerprint, inputs and record.", table);
    }

    static TableView paper(String id, PaperTable paper, String source) {
        Table table = Table.create(id);
        for (int i = 0; i < paper.columns().size(); i++) {
            int column = i;
            List<Object> cells =
                    paper.rows().stream().map(row -> row.get(column)).toList();
            boolean numeric = cells.stream().allMatch(Number.class::isInstance);
            table.addColumns(
                    numeric
                            ? numbers(paper.columns().get(i), 2, cells, cell -> ((Number) cell).doubleValue())
                            : texts(paper.columns().get(i), cells, String::valueOf));
        }
        return new TableView(id, paper.title() + ". Source: " + source + ".", table);
    }

    private static String folder(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    private static <T> StringColumn texts(String name, List<T> rows, Function<T, String> cell) {
        return TableView.texts(name, rows.stream().map(cell).toList());
    }

    private static <T> DoubleColumn numbers(String name, int decimals, List<T> rows, ToDoubleFunction<T> cell) {
        return TableView.numbers(
                name, decimals, rows.stream().mapToDouble(cell).boxed().toList());
    }
}
