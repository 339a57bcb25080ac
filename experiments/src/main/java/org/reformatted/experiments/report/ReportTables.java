package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.experiments.report.PaperValues.PaperTable;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.pipeline.RealignSummary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Creates the tables of a report from artifacts. */
final class ReportTables {
    private static final String ALL_ROWS = "all rows";

    private ReportTables() {}

    /** The score of one arm and seed on one task with one policy. */
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
                TableView.texts(
                        "task",
                        rows,
                        row -> row.task() + " v" + row.evaluation().result().version()),
                TableView.texts("arm", rows, row -> row.arm().arm()),
                TableView.texts("seed", rows, row -> row.arm().seedText()),
                TableView.texts("policy", rows, ReportTables::policy),
                TableView.texts("unit", rows, row -> row.score().unit()),
                TableView.numbers("score", 2, rows, row -> row.score().value()),
                TableView.numbers("low", 2, rows, row -> row.score().low()),
                TableView.numbers("high", 2, rows, row -> row.score().high()),
                TableView.numbers("correct", 0, rows, row -> correct(row.score())),
                TableView.numbers("n", 0, rows, row -> row.score().n()),
                TableView.numbers(
                        "unparsed %", 1, rows, row -> 100 * row.score().unparsedShare()),
                TableView.numbers(
                        "cut %", 1, rows, row -> 100 * row.evaluation().result().truncatedShare()),
                TableView.numbers("in training %", 1, rows, row -> overlaps.percent(row.arm(), row.task())),
                TableView.texts("record", rows, row -> folder(row.evaluation().folder())));
        List<String> all = rows.stream().map(ReportTables::link).toList();
        return new TableView(
                        "scores",
                        "Every score with its 95% interval (Wilson for shares), n, the share of answers in which the"
                                + " policy found nothing and the share cut at the token limit, and the share of questions"
                                + " that have 13 words in a row, or all of fewer, in common with the rows this arm"
                                + " learned. The record holds every answer behind the row. An asterisk marks the task's"
                                + " default policy.",
                        table)
                .linked(List.of("score", "low", "high", "n"), all)
                .linked("correct", added(all, "&verdict=right"))
                .linked("unparsed %", added(all, "&verdict=none"))
                .linked("cut %", added(all, "&cut=1"))
                .linked("in training %", added(all, "&trained=1"))
                .linked("record", records(rows, row -> row.evaluation().folder()));
    }

    private static String link(ScoreRow row) {
        return Links.score(row.task(), row.policy(), row.arm());
    }

    private static List<String> added(List<String> links, String filter) {
        return links.stream().map(link -> link + filter).toList();
    }

    private static <T> List<String> records(List<T> rows, Function<T, Path> folder) {
        return rows.stream().map(row -> Links.step(folder(folder.apply(row)))).toList();
    }

    private static String policy(ScoreRow row) {
        return row.policy() + (row.policy().equals(row.evaluation().result().defaultPolicy()) ? " *" : "");
    }

    private static double correct(Score score) {
        Long correct = score.correct();
        return correct == null ? Double.NaN : correct;
    }

    /** The comparisons of each arm with the first one, seed by seed. */
    static List<ArmComparison> comparisons(List<TrainedArm> arms, Comparisons comparisons) {
        List<ArmComparison> rows = new ArrayList<>();
        String first = arms.get(0).arm();
        for (TrainedArm baseline : arms) {
            if (baseline.arm().equals(first)) {
                arms.stream()
                        .filter(arm -> !arm.arm().equals(first) && arm.pairsWith(baseline))
                        .forEach(arm -> rows.addAll(comparisons(baseline, arm, comparisons)));
            }
        }
        return rows;
    }

    /**
     * The comparison of two arms with the same seed on one task with one policy. The task has its name in this experiment, because one benchmark may
     * be used twice.
     */
    record ArmComparison(TrainedArm baseline, TrainedArm arm, String task, PairedComparison paired) {
        /** The seed of both arms, or of the one that is trained here. */
        String seedText() {
            return arm.seed().isPresent() ? arm.seedText() : baseline.seedText();
        }
    }

    private static List<ArmComparison> comparisons(TrainedArm baseline, TrainedArm arm, Comparisons comparisons) {
        List<ArmComparison> rows = new ArrayList<>();
        baseline.evaluations().forEach((task, before) -> {
            if (arm.evaluations().containsKey(task)) {
                before.result().policies().keySet().stream()
                        .filter(arm.evaluations().get(task).result().policies()::containsKey)
                        .forEach(policy -> rows.add(
                                new ArmComparison(baseline, arm, task, comparisons.of(baseline, arm, task, policy))));
            }
        });
        return rows;
    }

    static TableView comparisons(String id, List<ArmComparison> rows) {
        Table table = Table.create(id);
        table.addColumns(
                TableView.texts("policy", rows, row -> row.paired().policy()),
                TableView.texts("seed", rows, ArmComparison::seedText),
                TableView.texts(
                        "arms",
                        rows,
                        row -> row.baseline().arm() + " -> " + row.arm().arm()),
                TableView.numbers("from", 2, rows, row -> row.paired().first()),
                TableView.numbers("to", 2, rows, row -> row.paired().second()),
                TableView.numbers("difference", 2, rows, row -> row.paired().difference()),
                TableView.numbers("low", 2, rows, row -> row.paired().low()),
                TableView.numbers("high", 2, rows, row -> row.paired().high()),
                TableView.numbers(
                        "only first right", 0, rows, row -> row.paired().onlyFirst()),
                TableView.numbers(
                        "only second right", 0, rows, row -> row.paired().onlySecond()),
                TableView.probabilities(
                        "p, not corrected", rows, row -> row.paired().pValue()),
                TableView.probabilities(
                        "p (Wilcoxon)", rows, row -> row.paired().wilcoxon()),
                TableView.numbers("detectable", 1, rows, row -> row.paired().detectable()),
                TableView.numbers("n", 0, rows, row -> row.paired().n()));
        List<String> pairs = rows.stream().map(ReportTables::pair).toList();
        return new TableView(
                        id,
                        "Seed by seed, differences on the same samples in percentage points, or in a measure's own"
                                + " unit, with the 95% interval of a paired bootstrap and the two-sided exact McNemar test"
                                + " over the samples that just one arm has right; of a measure, where one arm has more of"
                                + " it (the sign test). These p are not corrected for their number: the verdicts of this"
                                + " report are those of its first table. Of measures Wilcoxon's test, which weighs how far"
                                + " two values lie apart. Detectable is the smallest difference in points that McNemar's"
                                + " test would find in four runs of five with as many samples and as many of them answered"
                                + " differently.",
                        table)
                .linked(
                        List.of("difference", "low", "high", "p, not corrected", "p (Wilcoxon)", "detectable"),
                        added(pairs, "&pair=differ"))
                .linked("only first right", added(pairs, "&pair=behind"))
                .linked("only second right", added(pairs, "&pair=ahead"))
                .linked("n", pairs)
                .linked(
                        "from",
                        rows.stream()
                                .map(row -> Links.score(row.task(), row.paired().policy(), row.baseline()))
                                .toList())
                .linked(
                        "to",
                        rows.stream()
                                .map(row -> Links.score(row.task(), row.paired().policy(), row.arm()))
                                .toList());
    }

    private static String pair(ArmComparison row) {
        return Links.score(row.task(), row.paired().policy(), row.arm()) + "&against="
                + Links.encoded(row.baseline().arm());
    }

    /** A probability in the format of tables. */
    static String probability(double p) {
        return Double.isNaN(p) ? "undefined" : p < TableView.LEAST ? "< 0.0001" : TableView.shown(p, 4);
    }

    private record CountedRows(String block, String category, RealignSummary.Counts counts) {
        String link(String verdict) {
            return Links.rows(block, filter(category), verdict);
        }
    }

    /** The results of realigning, one row for each category; several blocks follow one after the other. */
    static TableView realign(Map<String, RealignSummary> summaries) {
        List<CountedRows> rows = new ArrayList<>();
        summaries.forEach((name, summary) -> {
            String block = summaries.size() > 1 ? name : "";
            rows.add(new CountedRows(block, ALL_ROWS, summary.total()));
            summary.categories().forEach((category, count) -> rows.add(new CountedRows(block, category, count)));
        });
        Table table = Table.create("realign");
        if (summaries.size() > 1) {
            table.addColumns(TableView.texts("block", rows, CountedRows::block));
        }
        table.addColumns(
                TableView.texts("category", rows, CountedRows::category),
                TableView.numbers("rows", 0, rows, row -> row.counts.rows()),
                TableView.numbers("rewritten", 0, rows, row -> row.counts.rewritten()),
                TableView.texts(
                        "left as they were, by",
                        rows,
                        row -> row.counts.original().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))),
                TableView.numbers("length before", 0, rows, row -> row.counts.tokensBefore()),
                TableView.numbers("length after", 0, rows, row -> row.counts.tokensAfter()));
        if (summaries.values().stream()
                .anyMatch(summary -> summary.total().cost().isPresent())) {
            table.addColumns(TableView.numbers(
                    "cost (USD)", 4, rows, row -> row.counts.cost().orElse(Double.NaN)));
        }
        String did = summaries.entrySet().stream()
                .map(entry -> (summaries.size() > 1 ? entry.getKey() + ": " : "") + described(entry.getValue()))
                .collect(Collectors.joining(" "));
        return new TableView(
                        "realign",
                        summaries.isEmpty() ? "No arm is trained on realigned rows." : "What realigning did " + did,
                        table)
                .linked(
                        List.of("rows", "length before", "length after"),
                        rows.stream().map(row -> row.link("")).toList())
                .linked(
                        "rewritten",
                        rows.stream().map(row -> row.link("rewritten")).toList());
    }

    private static String described(RealignSummary summary) {
        return "(" + summary.reformatter() + "; filters " + String.join(", ", summary.filters()) + "; lengths in "
                + summary.tokenUnit() + ")."
                + (summary.texts().isEmpty() ? "" : " Texts: " + RealignInspector.texts(summary) + ".");
    }

    private static String filter(String category) {
        return category.equals(ALL_ROWS) ? "" : category;
    }

    static TableView provenance(List<ArtifactRecord> records) {
        Table table = Table.create("provenance");
        table.addColumns(
                TableView.texts("step", records, ArtifactRecord::step),
                TableView.texts(
                        "fingerprint", records, record -> record.fingerprint().substring(0, 16)),
                TableView.texts(
                        "inputs (SHA-256)",
                        records,
                        record -> record.inputs().entrySet().stream()
                                .map(input -> input.getKey() + " "
                                        + Path.of(input.getValue().path()).getFileName() + " "
                                        + input.getValue().sha256().substring(0, 12))
                                .collect(Collectors.joining(", "))),
                TableView.texts(
                        "started (UTC)", records, record -> record.started().replaceAll("\\..*", "")),
                TableView.numbers("seconds", 1, records, ArtifactRecord::seconds),
                TableView.texts("record", records, record -> ArtifactStore.name(record.step(), record.fingerprint())));
        List<String> steps = records.stream().map(ReportTables::record).toList();
        return new TableView("provenance", "Every step with its fingerprint, inputs and record.", table)
                .linked(List.of("seconds", "record"), steps);
    }

    private static String record(ArtifactRecord record) {
        return Links.step(ArtifactStore.name(record.step(), record.fingerprint()));
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
                            ? TableView.numbers(paper.columns().get(i), 2, cells, cell -> ((Number) cell).doubleValue())
                            : TableView.texts(paper.columns().get(i), cells, String::valueOf));
        }
        List<String> numbers = table.columns().stream()
                .filter(DoubleColumn.class::isInstance)
                .map(Column::name)
                .toList();
        return new TableView(id, paper.title() + ". Source: " + source + ".", table)
                .linked(numbers, Collections.nCopies(table.rowCount(), Links.PAPER));
    }

    private static String folder(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
