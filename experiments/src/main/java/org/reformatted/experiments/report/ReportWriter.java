package org.reformatted.experiments.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.eval.metric.Score;
import org.reformatted.experiments.report.ReportPage.StepRecord;
import org.reformatted.experiments.report.ReportPage.Tables;
import org.reformatted.experiments.report.ReportTables.ArmComparison;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

/** Creates {@code report.html}, {@code report.md}, {@code comparisons.jsonl}, {@code differences.jsonl} and {@code tables/} from artifacts. */
public final class ReportWriter {
    /** The name of the file with the sentences about the outcome. */
    public static final String FINDINGS = "findings.json";

    private ReportWriter() {}

    /**
     * Writes the report.
     *
     * @param inputs the artifacts
     * @param out the folder
     * @return the findings, in plain sentences
     */
    public static List<String> write(ReportInputs inputs, Path out) {
        clear(out);
        Comparisons comparisons = new Comparisons();
        Fairness fairness = new Fairness();
        List<Headline> headlines = Headline.of(inputs.arms(), inputs.expected());
        Differences differences = Differences.of(inputs.arms(), headlines, inputs.expected(), fairness);
        Overlaps overlaps = Overlaps.of(inputs.arms());
        ReportPage page = page(inputs, headlines, differences, comparisons, fairness, overlaps);
        comparisons.write(out);
        differences.write(out);
        BrowserData data = BrowserData.of(inputs, overlaps);
        PageParts parts = PageParts.of(data.blocks(), !data.shards().isEmpty());
        PageParts.write("report.jte", Map.of("page", page, "parts", parts), out.resolve("report.html"));
        data.shards().forEach((name, script) -> TextFiles.writeAtomically(out.resolve(name), script));
        TextFiles.writeAtomically(out.resolve("report.md"), MarkdownReport.of(page));
        tables(page.tables()).forEach(view -> {
            TextFiles.writeAtomically(out.resolve("tables/" + view.id() + ".csv"), view.csv());
            TextFiles.writeAtomically(out.resolve("tables/" + view.id() + ".tex"), view.latex());
        });
        TextFiles.writeAtomically(
                out.resolve("tables/report.tex"),
                LatexTable.document(
                        tables(page.tables()).stream().map(TableView::id).toList()));
        List<String> lines = lines(page);
        TextFiles.writeAtomically(out.resolve(FINDINGS), Json.pretty(Map.of("lines", lines)));
        TextFiles.writeAtomically(out.resolve(ReportSources.FILE), Json.pretty(ReportSources.of(inputs)));
        return lines;
    }

    /** Deletes tables and samples of an earlier report in the same folder. */
    private static void clear(Path out) {
        for (String name : List.of("tables", BrowserData.FOLDER)) {
            try (Stream<Path> files =
                    Files.isDirectory(out.resolve(name)) ? Files.list(out.resolve(name)) : Stream.<Path>empty()) {
                for (Path file : files.filter(ReportWriter::isGenerated).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot clear " + out.resolve(name), e);
            }
        }
    }

    private static boolean isGenerated(Path file) {
        return Files.isRegularFile(file) && file.toString().matches(".*\\.(csv|tex|js)");
    }

    private static List<String> lines(ReportPage page) {
        return Stream.of(Stream.of(page.answer()), page.findings().stream(), ExpectedOutcome.summary(page.expected()))
                .flatMap(lines -> lines)
                .toList();
    }

    private static List<TableView> tables(Tables tables) {
        List<TableView> all = new ArrayList<>(List.of(
                tables.summary(),
                tables.seeds(),
                tables.scores(),
                tables.costs(),
                tables.realign(),
                tables.provenance()));
        all.addAll(tables.comparisons());
        all.addAll(tables.paper());
        Stream.of(tables.groups(), tables.judged())
                .filter(view -> !view.rows().isEmpty())
                .forEach(all::add);
        return all;
    }

    private static ReportPage page(
            ReportInputs inputs,
            List<Headline> headlines,
            Differences differences,
            Comparisons computed,
            Fairness fairness,
            Overlaps overlaps) {
        List<ArmComparison> comparisons = ReportTables.comparisons(inputs.arms(), computed);
        Map<String, RealignSummary> summaries = summaries(inputs.realigned());
        ArmStyle style = ArmStyle.of(inputs.arms());
        ScoreMatrix matrix = ScoreMatrix.of(inputs, headlines, differences);
        return new ReportPage(
                inputs.name(),
                inputs.description().lines().filter(line -> !line.isBlank()).toList(),
                Findings.answer(inputs.lead(), headlines, differences),
                Stream.concat(
                                Findings.cautions(differences).stream(),
                                summaries.values().stream().flatMap(summary -> Findings.rows(summary).stream()))
                        .toList(),
                matrix,
                ForestPlot.of(headlines, differences, style).stream().toList(),
                Stream.concat(
                                Findings.sentences(headlines, differences).stream(),
                                JudgedTable.sentences(inputs.arms()).stream())
                        .toList(),
                inputs.expected().stream()
                        .map(expectation -> ExpectedOutcome.of(expectation, inputs.arms(), differences))
                        .toList(),
                headlines.stream()
                        .filter(headline -> headline.unit().equals(Score.PERCENT))
                        .map(headline -> DotPlot.of(headline.task(), headline.policy(), inputs.arms(), style))
                        .toList(),
                TrainingCurves.losses(inputs.arms(), style),
                TrainingCurves.shares(inputs, matrix, style),
                JudgedTable.wins(inputs.arms(), differences),
                ran(inputs),
                fairness.sentences(),
                tables(inputs, matrix, comparisons, summaries, overlaps),
                PaperValues.bundled().source(),
                rewrites(inputs),
                SideBySide.samples(inputs.arms(), inputs.shown()),
                inputs.records().stream().map(ReportWriter::step).toList(),
                Json.pretty(inputs.config()));
    }

    private static Tables tables(
            ReportInputs inputs,
            ScoreMatrix matrix,
            List<ArmComparison> comparisons,
            Map<String, RealignSummary> summaries,
            Overlaps overlaps) {
        PaperValues paper = PaperValues.bundled();
        return new Tables(
                matrix.table(),
                SeedTable.of(matrix),
                ReportTables.scores(ReportTables.scoreRows(inputs.arms()), overlaps),
                GroupTable.of(inputs.arms()),
                ReportTables.tasks(inputs.arms()).stream()
                        .map(task -> ReportTables.comparisons("compare-" + task, ofTask(comparisons, task)))
                        .toList(),
                JudgedTable.of(inputs.arms()),
                CostTable.of(inputs.records(), inputs.arms(), summaries.values()),
                ReportTables.realign(summaries),
                inputs.papers().stream()
                        .map(name -> ReportTables.paper("paper-" + name, paper.table(name), paper.source()))
                        .toList(),
                ReportTables.provenance(inputs.records()));
    }

    private static Map<String, RealignSummary> summaries(Map<String, Path> realigned) {
        Map<String, RealignSummary> summaries = new LinkedHashMap<>();
        realigned.forEach((block, folder) ->
                summaries.put(block, Json.read(folder.resolve(RealignPipeline.SUMMARY), RealignSummary.class)));
        return summaries;
    }

    private static List<ReportPage.Rewrite> rewrites(ReportInputs inputs) {
        return inputs.realigned().values().stream()
                .limit(1) // if there are several blocks, the first one is the example
                .flatMap(folder -> SideBySide.rewrites(folder, inputs.shown()).stream())
                .toList();
    }

    private static StepRecord step(ArtifactRecord record) {
        String folder = ArtifactStore.name(record.step(), record.fingerprint());
        return new StepRecord(folder, Links.step(folder).substring(1), Json.pretty(record));
    }

    private static List<ArmComparison> ofTask(List<ArmComparison> comparisons, String task) {
        return comparisons.stream().filter(row -> row.task().equals(task)).toList();
    }

    private static Map<String, String> ran(ReportInputs inputs) {
        Map<String, String> ran = new LinkedHashMap<>();
        ArtifactRecord last = inputs.records().get(inputs.records().size() - 1);
        ran.put("arms", joined(inputs.arms().stream().map(TrainedArm::arm)));
        ran.put(
                "seeds",
                joined(inputs.arms().stream()
                        .flatMap(arm -> arm.seed().stream())
                        .map(String::valueOf)));
        ran.put(
                "trained by",
                joined(inputs.arms().stream()
                        .flatMap(arm -> arm.training().stream())
                        .map(TrainedArm.Training::trainer)));
        ran.put("tasks", String.join(", ", ReportTables.tasks(inputs.arms())));
        Optional.ofNullable(inputs.repeats().orElse(null))
                .ifPresent(paper -> ran.put("repeats", paper.model() + " trained on " + paper.trainedOn()));
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
}
