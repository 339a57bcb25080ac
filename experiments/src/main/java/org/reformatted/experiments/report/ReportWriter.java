package org.reformatted.experiments.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.eval.metric.Score;
import org.reformatted.experiments.report.ReportPage.Chart;
import org.reformatted.experiments.report.ReportTables.ArmComparison;
import org.reformatted.experiments.step.ArtifactRecord;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

/** Writes {@code report.html}, {@code report.md}, {@code comparisons.jsonl} and {@code tables/*.csv} and {@code *.tex} from artifacts. */
public final class ReportWriter {
    private ReportWriter() {}

    /**
     * Writes the report.
     *
     * @param inputs the artifacts
     * @param out the folder
     * @return the findings, in plain sentences
     */
    public static List<String> write(ReportInputs inputs, Path out) {
        Comparisons comparisons = new Comparisons();
        ReportPage page = page(inputs, comparisons);
        comparisons.write(out);
        StringOutput html = new StringOutput();
        TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.reformatted.experiments.report.page")
                .render("report.jte", page, html);
        TextFiles.writeAtomically(out.resolve("report.html"), html.toString());
        TextFiles.writeAtomically(out.resolve("report.md"), MarkdownReport.of(page));
        tables(page).forEach(view -> {
            TextFiles.writeAtomically(out.resolve("tables/" + view.id() + ".csv"), view.csv());
            TextFiles.writeAtomically(out.resolve("tables/" + view.id() + ".tex"), view.latex());
        });
        return Stream.concat(page.findings().stream(), ExpectedOutcome.summary(page.expected()))
                .toList();
    }

    private static List<TableView> tables(ReportPage page) {
        List<TableView> tables = new ArrayList<>(
                List.of(page.seeds(), page.scores(), page.leading(), page.realign(), page.provenance()));
        tables.addAll(page.comparisons());
        Stream.of(page.groups(), page.judged())
                .filter(view -> !view.rows().isEmpty())
                .forEach(tables::add);
        return tables;
    }

    private static ReportPage page(ReportInputs inputs, Comparisons computed) {
        List<ArmComparison> comparisons = ReportTables.comparisons(inputs.arms(), computed);
        RealignSummary summary = Json.read(inputs.realign().resolve(RealignPipeline.SUMMARY), RealignSummary.class);
        PaperValues paper = PaperValues.bundled();
        List<Headline> headlines = Headline.of(inputs.arms(), inputs.expected());
        return new ReportPage(
                inputs.name(),
                inputs.description(),
                Stream.concat(Findings.sentences(comparisons).stream(), JudgedTable.sentences(inputs.arms()).stream())
                        .toList(),
                Stream.concat(Findings.cautions(comparisons).stream(), Findings.rows(summary).stream())
                        .toList(),
                inputs.expected().stream()
                        .map(expectation -> ExpectedOutcome.of(expectation, inputs.arms(), computed))
                        .toList(),
                headlines.stream()
                        .filter(headline -> headline.unit().equals(Score.PERCENT))
                        .map(headline -> DotPlot.of(headline.task(), headline.policy(), inputs.arms()))
                        .toList(),
                SeedTable.of(inputs.arms(), headlines),
                ran(inputs),
                fairness(comparisons),
                ReportTables.scores(ReportTables.scoreRows(inputs.arms()), Overlaps.of(inputs.arms())),
                GroupTable.of(inputs.arms()),
                ReportTables.comparisons("compare", leading(comparisons, headlines)),
                ReportTables.tasks(inputs.arms()).stream()
                        .map(task -> ReportTables.comparisons("compare-" + task, ofTask(comparisons, task)))
                        .toList(),
                charts(inputs.arms()),
                ReportTables.realign(summary),
                SideBySide.rewrites(inputs.realign(), inputs.shown()),
                SideBySide.samples(inputs.arms(), inputs.shown()),
                JudgedTable.of(inputs.arms()),
                inputs.papers().stream()
                        .map(name -> ReportTables.paper("paper-" + name, paper.table(name), paper.source()))
                        .toList(),
                ReportTables.provenance(inputs.records()),
                Json.pretty(inputs.config()));
    }

    private static List<ArmComparison> leading(List<ArmComparison> comparisons, List<Headline> headlines) {
        return headlines.stream()
                .flatMap(headline -> comparisons.stream()
                        .filter(row -> headline.is(row.task(), row.paired().policy())))
                .toList();
    }

    private static List<ArmComparison> ofTask(List<ArmComparison> comparisons, String task) {
        return comparisons.stream().filter(row -> row.task().equals(task)).toList();
    }

    private static Map<String, String> ran(ReportInputs inputs) {
        Map<String, String> ran = new LinkedHashMap<>();
        ArtifactRecord last = inputs.records().get(inputs.records().size() - 1);
        ran.put("arms", joined(inputs.arms().stream().map(TrainedArm::arm)));
        ran.put("seeds", joined(inputs.arms().stream().map(arm -> String.valueOf(arm.seed()))));
        ran.put("tasks", String.join(", ", ReportTables.tasks(inputs.arms())));
        ran.put("commit", last.gitCommit());
        ran.put("versions", pairs(last.versions()));
        ran.put("machine", pairs(last.machine()));
        double seconds =
                inputs.records().stream().mapToDouble(ArtifactRecord::seconds).sum();
        ran.put(
                "time",
                TableView.shown(seconds, 1) + " s over " + inputs.records().size() + " steps");
        return ran;
    }

    private static String joined(Stream<String> names) {
        return names.distinct().collect(Collectors.joining(", "));
    }

    private static String pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    private static List<String> fairness(List<ArmComparison> comparisons) {
        Map<String, String> proofs = new LinkedHashMap<>();
        for (ArmComparison row : comparisons) {
            String what = row.baseline().arm() + " and " + row.arm().arm() + ", seed "
                    + row.arm().seed();
            proofs.computeIfAbsent(what, key -> {
                FairComparison proof = FairComparison.check(row.baseline(), row.arm());
                return key + ": config, base model, recipe and versions are the same in both records; all "
                        + proof.rows()
                        + " training rows ask the same in the same order, and " + proof.differing()
                        + " of them have another response.";
            });
        }
        return List.copyOf(proofs.values());
    }

    private static List<Chart> charts(List<TrainedArm> arms) {
        Map<Long, List<TrainedArm>> seeds =
                arms.stream().collect(Collectors.groupingBy(TrainedArm::seed, LinkedHashMap::new, Collectors.toList()));
        return seeds.entrySet().stream()
                .map(seed -> new Chart(
                        "Training loss over steps of "
                                + joined(seed.getValue().stream().map(TrainedArm::arm)) + ", seed " + seed.getKey(),
                        LossChart.png(seed.getKey(), seed.getValue())))
                .toList();
    }
}
