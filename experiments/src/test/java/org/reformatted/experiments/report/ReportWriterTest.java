package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.ScoreTally;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.Evaluator;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.config.Expectation.Outcome;
import org.reformatted.experiments.config.PaperSetting;
import org.reformatted.experiments.report.TrainedArm.Training;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;

class ReportWriterTest {
    private static final int TESTS = 20;

    @TempDir
    Path folder;

    private TrainedArm original;
    private TrainedArm realigned;
    private Optional<PaperSetting> repeats = Optional.empty();

    @BeforeEach
    void makeArtifacts() {
        JsonLines.write(
                folder.resolve("rows.jsonl"),
                IntStream.range(1, 7)
                        .mapToObj(i -> Map.of(
                                "question", "How many are " + i + " and " + i + "?",
                                "answer",
                                        i + " + " + i + " = <<" + i + "+" + i + "=" + 2 * i + ">>" + 2 * i
                                                + " in all.\n#### " + 2 * i)));
        JsonLines.write(
                folder.resolve("test.jsonl"),
                IntStream.range(0, TESTS).mapToObj(i -> Map.of("question", "Q" + i, "answer", "So.\n#### " + i)));
        String yaml = "input: {path: rows.jsonl, format: gsm8k}\ncategory: math";
        RealignConfig config =
                ConfigBinder.bind("r.yaml", yaml, RealignConfig.class).value();
        RealignPipeline.run(config, folder::resolve, folder.resolve("realign"), Progress.SILENT);
        original = arm("original", RealignPipeline.ORIGINAL, 5);
        realigned = arm("realigned", RealignPipeline.CONVERSATIONS, 18);
    }

    @Test
    void tellsTheFindingAndLeadsEveryCellToItsRecord() {
        List<String> findings = ReportWriter.write(inputs(original, realigned), folder.resolve("report"));
        assertThat(findings)
                .hasSize(2)
                .satisfies(
                        answer -> assertThat(answer)
                                .isEqualTo("realigned is ahead of original on gsm8k (+65.0 [+45.0, +85.0] points, p"
                                        + " 0.0002)."),
                        Index.atIndex(0))
                .satisfies(
                        finding -> assertThat(finding)
                                .isEqualTo("gsm8k (flexible-extract), realigned against original: 90.0% against 25.0%,"
                                        + " difference +65.0 [+45.0, +85.0] over 20 samples and seed 1: ahead,"
                                        + " beyond chance (corrected p 0.0002)."),
                        Index.atIndex(1));
        String html = TextFiles.readString(folder.resolve("report/report.html"));
        assertThat(html)
                .contains(
                        "href=\"#samples=gsm8k&amp;policy=flexible-extract&amp;arm=realigned&amp;seed=1\"",
                        "<polyline class=\"curve\"",
                        "6 training rows ask the same")
                .doesNotContain("href=\"../", "<img");
        assertThat(TextFiles.readString(folder.resolve("report/tables/scores.csv")))
                .contains("90.0,")
                .contains("evaluate-original");
        assertThat(folder.resolve("report/tables/compare-gsm8k.tex")).content().contains("original", "realigned");
        assertThat(TextFiles.readString(folder.resolve("report/report.md"))).contains("| gsm8k", "56.63");
    }

    @Test
    void correctsEveryVerdictForAllTestsOfTheReport() {
        // 5 against 11 of 20 right: p 0.0313 alone, and not beyond chance among three tests
        TrainedArm some = arm("some", RealignPipeline.ORIGINAL, 11);
        TrainedArm none = arm("none", RealignPipeline.ORIGINAL, 5);
        Expectation ahead = expectation("some", Outcome.AHEAD, "original", "it is lucky");
        List<String> findings =
                ReportWriter.write(inputs(List.of(ahead), original, some, none, realigned), folder.resolve("report"));
        assertThat(findings.get(1))
                .startsWith("gsm8k (flexible-extract), some against original: 55.0% against 25.0%")
                .endsWith("no difference beyond chance (corrected p 0.1250).");
        assertThat(findings).contains("0 of 1 expectations were met.");
        assertThat(findings).noneMatch(line -> line.contains("some") && line.contains(": ahead"));
        assertThat(TextFiles.readString(folder.resolve("report/report.md")))
                .contains("| no difference beyond chance |");
        assertThat(TextFiles.readString(folder.resolve("report/report.html")))
                .contains("<span class=\"even verdict\">no difference beyond chance</span>");
    }

    @Test
    void saysHowEachValueOfThePaperStandsToThisExperiments() {
        ReportWriter.write(inputs(original, realigned), folder.resolve("report"));
        assertThat(statuses()).contains("46.77,not comparable", "56.63,not comparable");
        repeats = Optional.of(new PaperSetting("LLaMA-2-13B", "GSM8K"));
        ReportWriter.write(inputs(original, realigned), folder.resolve("report"));
        assertThat(statuses()).contains("46.77,consistent", "56.63,consistent");
        ReportWriter.write(inputs(realigned, original), folder.resolve("report"));
        assertThat(statuses()).contains("46.77,consistent", "56.63,inconsistent");
        assertThat(TextFiles.readString(folder.resolve("report/report.html")))
                .contains("math of realigned: paper 5.46", "not run here: 2");
        repeats = Optional.of(new PaperSetting("LLaMA-7B", "GSM8K"));
        assertThatThrownBy(() -> ReportWriter.write(inputs(original, realigned), folder.resolve("report")))
                .hasMessageContaining("LLaMA-7B trained on GSM8K")
                .hasMessageContaining("Mistral-7B trained on MATH");
    }

    private List<String> statuses() {
        return TextFiles.readString(folder.resolve("report/tables/summary.csv"))
                .lines()
                .filter(line -> line.contains("flexible-extract"))
                .map(line -> line.replaceAll(".*,([^,]*,[^,]*)$", "$1"))
                .toList();
    }

    @Test
    void keepsApartTwoEvaluationsOfOneBenchmark() {
        ReportInputs inputs = inputs(twice(original, realigned), twice(realigned, original));
        assertThat(ReportWriter.write(inputs, folder.resolve("report")))
                .anySatisfy(finding -> assertThat(finding).startsWith("gsm8k (").contains("90.0% against 25.0%"))
                .anySatisfy(
                        finding -> assertThat(finding).startsWith("gsm8k-2 (").contains("25.0% against 90.0%"));
        assertThat(TextFiles.readString(folder.resolve("report/tables/compare-gsm8k-2.csv")))
                .contains("flexible-extract,1,original -> realigned,90.0");
        assertThat(TextFiles.readString(folder.resolve("report/tables/compare-gsm8k.csv")))
                .doesNotContain("gsm8k-2");
    }

    @Test
    void tellsSubjectsApartWithBothAverages() {
        ReportWriter.write(inputs(bySubject(original), bySubject(realigned)), folder.resolve("report"));
        assertThat(TextFiles.readString(folder.resolve("report/tables/scores.csv")))
                .contains("in training %");
        assertThat(TextFiles.readString(folder.resolve("report/tables/groups.csv")))
                .contains("gsm8k,flexible-extract,anatomy,original,1,100.0,", "anatomy,realigned,1,100.0,")
                .contains("\"micro average, over questions\",original,1,25.0,")
                .contains("\"macro average, over subjects\",original,1,");
        assertThat(TextFiles.readString(folder.resolve("report/report.html"))).contains("By subject or task (8 rows)");
        assertThat(TextFiles.readString(folder.resolve("report/report.md"))).contains("| anatomy |");
    }

    private static TrainedArm bySubject(TrainedArm arm) {
        EvalResult all = arm.evaluations().get("gsm8k").result();
        ScoreTally right = new ScoreTally();
        right.add(1, true);
        right.add(1, true);
        ScoreTally half = new ScoreTally();
        half.add(1, true);
        half.add(0, true);
        Breakdown breakdown = Breakdown.of(
                "subject", Map.of("anatomy", right.score(), "law", half.score()), all.score(all.defaultPolicy()));
        EvalResult result = new EvalResult(
                all.task(),
                all.version(),
                all.model(),
                all.config(),
                all.n(),
                all.truncated(),
                all.truncatedShare(),
                all.defaultPolicy(),
                all.policies(),
                Map.of(all.defaultPolicy(), breakdown),
                all.examples());
        Evaluation evaluation = new Evaluation(arm.evaluations().get("gsm8k").folder(), result);
        return new TrainedArm(arm.arm(), training(arm), Map.of("gsm8k", evaluation));
    }

    /** An arm that is asked one benchmark twice; the second answers are another arm's. */
    private static TrainedArm twice(TrainedArm arm, TrainedArm second) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>(arm.evaluations());
        evaluations.put("gsm8k-2", second.evaluations().get("gsm8k"));
        return new TrainedArm(arm.arm(), training(arm), evaluations);
    }

    @Test
    void escapesWhatAModelWrote() {
        ReportWriter.write(inputs(original, realigned), folder.resolve("report"));
        String html = TextFiles.readString(folder.resolve("report/report.html"));
        assertThat(html).doesNotContain("<script>alert").doesNotContain("http://", "src=", "@import");
        assertThat(TextFiles.readString(folder.resolve("report/report.md"))).contains("````answer");
    }

    @Test
    void refusesArmsThatDifferInMoreThanTheirData() {
        Training training = training(realigned);
        Training changed = new Training(1, training.data(), training.folder(), record("x", Map.of("rate", 2)));
        TrainedArm other = new TrainedArm("realigned", changed, realigned.evaluations());
        assertThatThrownBy(() -> ReportWriter.write(inputs(original, other), folder.resolve("report")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rate: 1 -> 2")
                .hasMessageContaining("may differ only in their data");
    }

    @Test
    void refusesArmsWhoseQuestionsDiffer() {
        JsonLines.write(
                training(realigned).data().resolve("conversations.jsonl"),
                Stream.of(Conversation.of("1", "else", "x")));
        assertThatThrownBy(() -> ReportWriter.write(inputs(original, realigned), folder.resolve("report")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 0");
    }

    @Test
    void saysOfEachExpectationWhetherItCameOut() {
        Expectation ahead = expectation("realigned", Outcome.AHEAD, "original", "it has order");
        Expectation behind = expectation("realigned", Outcome.BEHIND, "original", "it is short");
        ReportInputs inputs = inputs(List.of(ahead, behind), original, realigned);
        assertThat(ReportWriter.write(inputs, folder.resolve("report")))
                .satisfies(finding -> assertThat(finding).startsWith("gsm8k"), Index.atIndex(1))
                .satisfies(count -> assertThat(count).isEqualTo("1 of 2 expectations were met."), Index.atIndex(2))
                .satisfies(
                        failed -> assertThat(failed)
                                .startsWith(
                                        "NOT as expected: realigned is behind original (strict-match), because it is"
                                                + " short. Found: 90.0% against 25.0%, difference +65.0 ["),
                        Index.atIndex(3));
        assertThat(TextFiles.readString(folder.resolve("report/report.html")))
                .contains("<strong class=\"right\">As expected", "<strong class=\"wrong\">Not as expected");
        List<JsonNode> stored = comparisons();
        assertThat(stored)
                .extracting(row -> row.path("comparison").path("policy").asText())
                .doesNotHaveDuplicates();
        assertThat(stored)
                .filteredOn(
                        row -> row.path("comparison").path("policy").asText().equals("strict-match"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.path("baseline").asText() + " "
                                    + row.path("arm").asText())
                            .isEqualTo("original realigned");
                    assertThat(row.path("comparison").path("difference").asDouble())
                            .isPositive();
                });
    }

    @Test
    void refusesAnExpectationOfArmsThatWereNotTrainedWithOneSeed() {
        TrainedArm elsewhere = new TrainedArm("realigned", withSeed(realigned, 2), realigned.evaluations());
        Expectation ahead = expectation("realigned", Outcome.AHEAD, "original", "it has order");
        ReportInputs inputs = inputs(List.of(ahead), original, elsewhere);
        assertThatThrownBy(() -> ReportWriter.write(inputs, folder.resolve("report")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("realigned and original share no seed");
    }

    @Test
    void drawsADotForEverySeedAndSummarisesThem() {
        TrainedArm again = new TrainedArm("original", withSeed(original, 2), realigned.evaluations());
        ReportWriter.write(inputs(original, realigned, again), folder.resolve("report"));
        String html = TextFiles.readString(folder.resolve("report/report.html"));
        assertThat(html.split("<circle class=\"dot\"")).hasSize(1 + 3);
        assertThat(html).contains("25.0% (11.2 to 46.9), seed 1", "90.0% (69.9 to 97.2), seed 2");
        assertThat(TextFiles.readString(folder.resolve("report/tables/seeds.csv")))
                .contains("gsm8k,flexible-extract,percent,original,57.5,45.96", "\"25.0, 90.0\",2.0");
    }

    private List<JsonNode> comparisons() {
        try (Stream<JsonLines.Row> rows = JsonLines.read(folder.resolve("report/comparisons.jsonl"))) {
            return rows.map(JsonLines.Row::node).toList();
        }
    }

    private static Expectation expectation(String arm, Outcome is, String against, String because) {
        return new Expectation(arm, against, is, Optional.empty(), Optional.of("strict-match"), because);
    }

    private ReportInputs inputs(TrainedArm... arms) {
        return inputs(List.of(), arms);
    }

    private ReportInputs inputs(List<Expectation> expected, TrainedArm... arms) {
        return new ReportInputs(
                "toy",
                "A <toy>.",
                Map.of("realign", folder.resolve("realign")),
                List.of(arms),
                List.of(record("realign", Map.of())),
                List.of("math"),
                repeats,
                Map.of("original", 0.0, "realigned", 1.0),
                Map.of("name", "toy"),
                expected,
                2);
    }

    private TrainedArm arm(String name, String rows, int right) {
        Path data = folder.resolve("data-" + name);
        TextFiles.writeAtomically(
                data.resolve("conversations.jsonl"),
                TextFiles.readString(folder.resolve("realign").resolve(rows)));
        Path trained = folder.resolve("finetune-" + name);
        JsonLines.write(
                trained.resolve("metrics.jsonl"),
                IntStream.range(0, 5).mapToObj(i -> Map.of("step", i, "loss", 3.0 / (i + 1))));
        EvalConfig config = new EvalConfig(
                "gsm8k",
                Optional.of("test.jsonl"),
                Optional.empty(),
                0,
                Optional.empty(),
                0,
                SamplingSettings.greedy(16),
                Optional.empty());
        Path out = folder.resolve("evaluate-" + name);
        Evaluation evaluation = new Evaluation(
                out,
                Evaluator.evaluate(
                        EvalTasks.create(config, folder::resolve), new Answers(right), config, out, Progress.SILENT));
        Training training = new Training(1, data, trained, record("finetune-" + name, Map.of("rate", 1)));
        return new TrainedArm(name, training, Map.of("gsm8k", evaluation));
    }

    private static Training training(TrainedArm arm) {
        return arm.training().orElseThrow();
    }

    private static Training withSeed(TrainedArm arm, long seed) {
        Training training = training(arm);
        return new Training(seed, training.data(), training.folder(), training.record());
    }

    private static ArtifactRecord record(String step, Object config) {
        return new ArtifactRecord(
                step,
                "0123456789abcdef0123",
                1,
                config,
                Map.of(),
                Map.of(),
                Map.of("java", "17"),
                "abc",
                Map.of("cores", "2"),
                "2026-01-01T00:00:00Z",
                1.5,
                Map.of(),
                Map.of());
    }

    /** Knows the first answers and writes a script tag and a fence into each. */
    private record Answers(int right) implements ChatModel {
        @Override
        public String identity() {
            return "answers-" + right;
        }

        @Override
        public Completion complete(ChatRequest request) {
            int number = Integer.parseInt(request.turns().get(0).text().replaceAll("\\D", ""));
            String text = "<script>alert(1)</script>\n```\n#### " + (number < right ? number : -1);
            return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), Usage.NONE, "answers");
        }
    }
}
