package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.run.ScoredExample;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import tech.tablesaw.api.Table;

/** A report's other forms: tables for papers, one archive, MLflow's files, and the chain behind a number as text. */
class ReportFormsTest {
    @TempDir
    static Path folder;

    private static ReportInputs inputs;

    @BeforeAll
    static void write() {
        inputs = new ReportFixture(folder, 40, 30).inputs(1, 2);
        ReportWriter.write(inputs, folder.resolve("report"));
    }

    private static TableView wide(int columns) {
        Table table = Table.create("wide");
        table.addColumns(
                TableView.texts("arm", List.of("original -> x_1", "realigned & more"), arm -> arm),
                TableView.texts("unit", List.of("percent", "percent"), unit -> unit));
        for (int i = 0; i < columns; i++) {
            table.addColumns(TableView.numbers(
                    "some value " + i, 2, List.of(1.5, i == 3 ? Double.NaN : 1234.5 + i), value -> value));
        }
        table.addColumns(TableView.numbers("nothing", 2, List.of(Double.NaN, Double.NaN), value -> value));
        return new TableView("wide", "A wide table", table);
    }

    @Test
    void aTableForPapersLeavesOutWhatSaysNothingAndIsSplitWhereItIsTooWide() {
        String narrow = wide(3).latex();
        assertThat(narrow)
                .contains("\\begin{longtable}{@{}lrrr@{}}", "\\toprule", "\\midrule", "\\bottomrule")
                .contains("original $\\rightarrow$ x\\_1", "realigned \\& more", "All rows: unit percent.")
                .doesNotContain("nothing");
        String wide = wide(20).latex();
        assertThat(wide.split("\\\\begin\\{longtable\\}", -1).length - 1).isBetween(2, 4);
        assertThat(wide).contains("(part 1 of ", "wide (part 2 of ");
        IntStream.range(0, 20).forEach(i -> assertThat(wide).contains("\\shortstack[r]{some\\\\value\\\\" + i + "}"));
    }

    @Test
    void aSmallProbabilityIsNotShownAsNone() {
        List<Double> values = List.of(0.00003, 0.0001, 0.25, Double.NaN);
        Table table = Table.create("p");
        table.addColumns(TableView.probabilities("p", values, p -> p));
        TableView view = new TableView("p", "p", table);
        assertThat(view.rows().stream().map(row -> row.get(0))).containsExactly("< 0.0001", "0.0001", "0.2500", "–");
        assertThat(view.csv()).contains("3.0E-5");
        assertThat(view.latex()).contains("\\textless{} 0.0001");
    }

    @Test
    void theDocumentOfAllTablesNamesEachOfThem() {
        String document = TextFiles.readString(folder.resolve("report/tables/report.tex"));
        for (String line :
                document.lines().filter(one -> one.startsWith("\\input")).toList()) {
            assertThat(folder.resolve("report/tables/" + line.replaceAll(".*\\{(.*)\\}", "$1") + ".tex"))
                    .exists();
        }
        assertThat(document)
                .contains("\\input{summary}", "\\input{provenance}", "\\begin{document}", "\\end{document}");
    }

    @Test
    void anArchiveHoldsTheReportAndIsTheSameEachTime() throws Exception {
        Path first = folder.resolve("a/report.zip");
        Path second = folder.resolve("report.zip");
        Files.writeString(folder.resolve("report/foreign.txt"), "not a part of it");
        ReportBundle.write(folder.resolve("report"), first);
        ReportBundle.write(folder.resolve("report"), second);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        Map<String, String> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(first);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(entries).containsKeys("report/report.html", "report/report.md", "report/tables/summary.csv");
        assertThat(entries.keySet()).noneMatch(name -> name.contains("foreign"));
        assertThat(entries.get("report/report.html"))
                .isEqualTo(TextFiles.readString(folder.resolve("report/report.html")));
    }

    @Test
    void aReportThatIsWrittenAgainKeepsNoTableOfTheOneBefore() throws Exception {
        Path out = folder.resolve("again");
        TextFiles.writeAtomically(out.resolve("tables/compare-gone.csv"), "old");
        TextFiles.writeAtomically(out.resolve("samples/t0-0.js"), "old");
        TextFiles.writeAtomically(out.resolve("tables/notes.txt"), "mine");
        ReportWriter.write(inputs, out);
        assertThat(out.resolve("tables/compare-gone.csv")).doesNotExist();
        assertThat(out.resolve("samples/t0-0.js")).doesNotExist();
        assertThat(out.resolve("tables/notes.txt")).exists();
        assertThat(Files.mismatch(out.resolve("report.html"), folder.resolve("report/report.html")))
                .isEqualTo(-1);
    }

    @Test
    void mlflowsFilesHoldEveryLossAndScore() throws Exception {
        Path to = folder.resolve("mlruns");
        MlflowFolder.write(inputs, to);
        Path experiment;
        try (var list = Files.list(to)) {
            experiment = list.findFirst().orElseThrow();
        }
        assertThat(TextFiles.readString(experiment.resolve("meta.yaml"))).contains("name: \"large & <small>\"");
        List<Path> runs;
        try (var list = Files.list(experiment)) {
            runs = list.filter(Files::isDirectory).toList();
        }
        assertThat(runs).hasSize(4);
        for (Path run : runs) {
            assertThat(TextFiles.readString(run.resolve("metrics/loss")).lines().count())
                    .isEqualTo(300);
            assertThat(TextFiles.readString(run.resolve("metrics/gsm8k.flexible-extract")))
                    .matches("\\d+ \\d+\\.\\d+ 0\\R");
            assertThat(TextFiles.readString(run.resolve("params/rate"))).isEqualTo("1");
            assertThat(TextFiles.readString(run.resolve("meta.yaml")))
                    .contains("lifecycle_stage: \"active\"", "status: 3");
        }
    }

    @Test
    void aCellIsFollowedToItsSamplesATrainingRowAndBack() {
        long wrong = inputs.arms().get(1).evaluations().get("gsm8k").result().examples().stream()
                .filter(example -> example.verdicts().get("flexible-extract").parsed()
                        && example.verdicts().get("flexible-extract").score() == 0)
                .count();
        List<String> cell =
                Trace.lines(inputs, "#samples=gsm8k&policy=flexible-extract&arm=realigned&seed=1&verdict=wrong");
        assertThat(cell).anyMatch(line -> line.startsWith(wrong + " of 40 samples"));
        String id = cell.get(cell.size() - 1).strip().split(" ", 2)[0];
        List<String> sample = Trace.lines(inputs, "gsm8k/" + id);
        assertThat(sample).anyMatch(line -> line.startsWith("realigned, seed 1"));
        assertThat(sample).anyMatch(line -> line.contains("flexible-extract: wrong, found"));
        String row = sample.stream()
                .filter(line -> line.startsWith("  row="))
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" ", 2)[0];
        List<String> back = Trace.lines(inputs, row);
        assertThat(back).anyMatch(line -> line.contains("original learned the original"));
        assertThat(back.stream().collect(Collectors.joining("\n"))).contains("  gsm8k/" + id);
    }

    @Test
    void aJudgesCellAndThatOfAnOverlapAreFollowedToo() {
        TrainedArm arm = inputs.arms().get(1);
        Judged judged = Objects.requireNonNull(arm.evaluations().get("readability"))
                .judged()
                .orElseThrow();
        long wins = Objects.requireNonNull(judged.report().pairs()).wins();
        assertThat(Trace.lines(inputs, "#samples=readability&arm=realigned&seed=1&judged=win"))
                .anyMatch(line -> line.startsWith(wins + " of 40 samples"));
        int shared = Overlaps.of(inputs.arms()).ids(arm, "gsm8k").size();
        assertThat(shared).isPositive();
        assertThat(Trace.lines(inputs, "#samples=gsm8k&arm=realigned&seed=1&trained=1"))
                .anyMatch(line -> line.startsWith(shared + " of 40 samples"));
        assertThat(Trace.lines(inputs, "mt-bench/7"))
                .anyMatch(line -> line.startsWith("    judge: rating "))
                .anyMatch(line -> line.startsWith("    Rating: [["));
    }

    @Test
    void whereAJudgeGaveNoRatingAPairIsNotCompared() {
        String policy = Links.encoded(FakeJudge.RATES);
        List<Map<String, Verdict>> both = List.of(0, 1).stream()
                .map(i -> inputs.arms().get(i).evaluations().get("mt-bench").result().examples().stream()
                        .filter(example -> example.verdicts().containsKey(FakeJudge.RATES))
                        .collect(Collectors.toMap(
                                ScoredExample::id, example -> example.verdicts().get(FakeJudge.RATES))))
                .toList();
        long differ = both.get(0).entrySet().stream()
                .filter(one -> both.get(1).containsKey(one.getKey())
                        && both.get(1).get(one.getKey()).score()
                                != one.getValue().score())
                .count();
        assertThat(Trace.lines(
                        inputs,
                        "#samples=mt-bench&policy=" + policy + "&arm=realigned&seed=1&against=original&pair=differ"))
                .anyMatch(line -> line.startsWith(differ + " of 40 samples"));
    }

    @Test
    void whatCannotBeFollowedIsNamedWithWhatCan() {
        assertThatThrownBy(() -> Trace.lines(inputs, "math/1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gsm8k");
        assertThatThrownBy(() -> Trace.lines(inputs, "gsm8k/no")).hasMessageContaining("40 samples");
        assertThatThrownBy(() -> Trace.lines(inputs, "row=no")).hasMessageContaining("30 training rows");
        assertThatThrownBy(() -> Trace.lines(inputs, "samples=gsm8k&arm=other"))
                .hasMessageContaining("original, seed 1");
        assertThatThrownBy(() -> Trace.lines(inputs, "samples=gsm8k&mood=1")).hasMessageContaining("mood");
        assertThatThrownBy(() -> Trace.lines(inputs, "seventeen")).hasMessageContaining("such as gsm8k/");
    }
}
