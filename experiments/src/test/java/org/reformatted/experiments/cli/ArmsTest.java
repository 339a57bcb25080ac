package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.run.Prediction;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;

/** One experiment with arms of every kind, to its report. */
class ArmsTest {
    private static final Path MODELS = Path.of(System.getProperty("shared.root"), "models");
    private static final int QUESTIONS = 5;

    private static final String TRAINED = """
        name: arms
        realign:
          input: {path: rows.jsonl, format: gsm8k}
          category: math
        realigns:
          no-filters: {filters: []}
        finetune:
          model: stories260K
          template: plain
          length: {steps: 2}
          batch: {examples: 2}
          maxLength: 96
          optimizer: {learningRate: 1.0e-3}
        seeds: [1, 2]
        armSeeds: {realigned: [1], no-filters: [1], longer: [2]}
        arms:
          original: original
          realigned: realigned
          no-filters: {realigned: {block: no-filters}}
          longer: {longer: {before: Well., after: ''}}
          own-rows: {data: {path: own.jsonl}}
          base: base
          checkpoint: {checkpoint: {path: MODELS/stories260K, template: plain}}
          service: {endpoint: {name: stub, baseUrl: ADDRESS}}
          saved: {predictions: {gsm8k: saved.jsonl}}
        """;

    private static final String EVALUATE = """
        evaluate:
          - task: gsm8k
            data: test.jsonl
            sampling: {temperature: 0, maxNewTokens: 8}
        report:
          expect:
            - {arm: saved, against: original, is: ahead, policy: strict-match, because: its answers are the references}
        """;

    @TempDir
    Path folder;

    private StubService service;
    private HarnessProcess harness;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isDirectory(MODELS.resolve("stories260K")), MODELS + " is not there");
        service = new StubService();
        service.answerAll();
        harness = HarnessProcess.start(Map.of("OPENAI_BASE_URL", "", "OPENAI_API_KEY", ""));
        write("rows.jsonl", 6, i -> row(i, "First " + i + " + 1 = " + (i + 1) + ".\n#### " + (i + 1)));
        write("test.jsonl", QUESTIONS, i -> row(10 + i, "It is " + i + ".\n#### " + i));
        write("saved.jsonl", QUESTIONS, i -> Map.of("question", question(10 + i), "output", "#### " + i));
        write("own.jsonl", 4, i -> Conversation.of("own-" + i, "Say " + i + ".", "" + i));
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
            harness.close();
        }
    }

    private static String question(int number) {
        return "What is " + number + " + 1?";
    }

    private static Map<String, String> row(int number, String answer) {
        return Map.of("question", question(number), "answer", answer);
    }

    private void write(String file, int rows, java.util.function.IntFunction<Object> row) throws IOException {
        Files.write(
                folder.resolve(file),
                IntStream.range(0, rows).mapToObj(row).map(Json::line).toList());
    }

    private Path config(String yaml) throws IOException {
        String address = service.environment().get("OPENAI_BASE_URL");
        return Files.writeString(
                folder.resolve("arms.yaml"),
                yaml.replace("ADDRESS", address).replace("MODELS", MODELS.toString()) + EVALUATE);
    }

    private String say(int code, String command, Path config) throws IOException {
        HarnessProcess.Said said = harness.call(
                command,
                config.toString(),
                "--models",
                MODELS.toString(),
                "--runs",
                folder.resolve("runs").toString());
        assertThat(said.code()).as(said.text()).isEqualTo(code);
        return said.text();
    }

    private Path only(String step) throws IOException {
        try (Stream<Path> steps = Files.list(folder.resolve("runs/arms"))) {
            return steps.filter(path -> path.getFileName().toString().matches(step + "-[0-9a-f]{8}"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void runsArmsOfEveryKindToOneReport() throws IOException {
        Path config = config(TRAINED);
        assertThat(say(0, "validate", config)).contains("valid; 9 arms, 2 seeds, 1 tasks");
        assertThat(say(0, "plan", config))
                .contains("6 rows, 6 to rewrite", "calls no language model and costs nothing")
                .containsPattern("about 2 steps over \\d+ tokens, \\d+ a row")
                .containsPattern("memory on cpu: 0\\.\\d+ GiB \\(weights .*, of \\d+ GiB")
                .contains("answered by stub: 5 calls, at most", "cost unknown: set price", "scores saved answers")
                .contains("cost, likely: 0.00 USD; without these, whose price is not known: stub")
                .contains("time unknown: nothing comparable was measured on this machine");
        say(0, "run", config);
        assertThat(service.takePaid()).hasSize(QUESTIONS);
        Path longer = Files.writeString(
                folder.resolve("longer.yaml"), Files.readString(config).replace("steps: 2", "steps: 200"));
        assertThat(say(0, "plan", longer))
                .contains("cached     data-original")
                .containsPattern(
                        "(?s)stale      finetune-original-seed1.*about 200 steps over.*about \\d+ (s|minutes)");

        List<String> steps = names();
        assertThat(steps)
                .contains("realign", "realign-no-filters", "data-own-rows", "finetune-own-rows-seed2")
                .contains("evaluate-base-gsm8k", "evaluate-service-gsm8k", "evaluate-saved-gsm8k")
                .doesNotContain("finetune-base-seed1", "data-saved", "finetune-longer-seed1");
        String report = Files.readString(only("report").resolve("report.md"));
        assertThat(report)
                .contains("original and realigned, seed 1: config, base model, recipe and versions are the same in both"
                        + " records; all 6 training rows ask the same in the same order")
                .contains("original and no-filters, seed 1: config, base model")
                .contains("original and own-rows, seed 2: config, base model, recipe and versions are the same in both"
                        + " records; that the arms differ in responses alone is not proven, because row 0 asks")
                .contains("own-rows: its rows are those of own.jsonl")
                .contains("original and base, seed 1: not proven, because of base: it is a base model, which is not"
                        + " trained here. Proven: its files are those that the other arm's training started from")
                .contains("original and checkpoint, seed 2: not proven, because of checkpoint: it is a checkpoint from"
                        + " outside, and no record says how it was trained.")
                .contains("original and service, seed 1: not proven, because of service: it is a service's model")
                .contains("original and saved, seed 2: not proven, because of saved: its answers were made elsewhere")
                .contains("Without a seed: base, checkpoint, service, saved.");
        assertThat(predictions("saved"))
                .extracting(Prediction::output)
                .containsExactlyElementsOf(
                        IntStream.range(0, QUESTIONS).mapToObj(i -> "#### " + i).toList());
        // the checkpoint from outside is the base model: asked in the same way, it answers the same
        assertThat(predictions("checkpoint")).isEqualTo(predictions("base"));
        assertThat(rows("data-longer"))
                .allSatisfy(row ->
                        assertThat(row.response()).startsWith("Well. First").doesNotEndWith(" "));
        assertThat(rows("data-own-rows")).hasSize(4);
        assertThat(Files.readString(only("report").resolve("comparisons.jsonl")))
                .contains("\"arm\":\"saved\",\"seed\":1", "\"arm\":\"saved\",\"seed\":2")
                .contains("\"arm\":\"longer\",\"seed\":2")
                .doesNotContain("\"arm\":\"longer\",\"seed\":1");
        assertThat(say(0, "run", config)).contains("nothing to do");
        assertThat(service.takePaid()).isEmpty();
    }

    @Test
    void anExperimentWithoutTrainingNeedsNeitherRealignNorFinetune() throws IOException {
        Path config = config("""
            name: arms
            arms:
              service: {endpoint: {name: stub, baseUrl: ADDRESS}}
              saved: {predictions: {gsm8k: saved.jsonl}}
            """);
        Files.writeString(config, Files.readString(config).replace("against: original", "against: service"));
        say(0, "run", config);
        assertThat(names()).containsExactly("evaluate-saved-gsm8k", "evaluate-service-gsm8k", "report");
        assertThat(Files.readString(only("report").resolve("report.md")))
                .contains("service and saved: not proven, because of service: it is a service's model")
                .contains("No arm is trained on realigned rows.");
        Path recording = only("evaluate-service-gsm8k").resolve("recording.jsonl");
        Files.copy(recording, folder.resolve("recording.jsonl"));
        Files.writeString(
                config,
                Files.readString(config).replaceFirst("endpoint: \\{[^}]*}", "recording: {file: recording.jsonl}"));
        service.answer(0, 500);
        List<Prediction> asked = predictions("service");
        say(0, "run", config);
        try (Stream<Path> folders = Files.list(folder.resolve("runs/arms"))) {
            assertThat(folders.filter(step -> step.getFileName().toString().startsWith("evaluate-service"))
                            .map(ArmsTest::predictions))
                    .hasSize(2)
                    .allSatisfy(played -> assertThat(played)
                            .extracting(Prediction::output)
                            .isEqualTo(asked.stream().map(Prediction::output).toList()));
        }
    }

    @Test
    void aRunThatDoesNotFitThisMachineIsRefusedBeforeItBegins() throws IOException {
        String big = TRAINED.replace("model: stories260K", "model: {preset: llama2-70b, tokenizer: stories260K}")
                .replace("  base: base\n", "");
        assertThat(big).contains("llama2-70b").doesNotContain("base: base");
        assertThat(say(0, "plan", config(big)))
                .containsPattern("DOES NOT FIT: cpu has \\d+\\.\\d GiB and the run needs");
        assertThat(say(2, "run", config(big)))
                .containsPattern("finetune-original-seed1: cpu has \\d+\\.\\d GiB and the run needs");
        assertThat(folder.resolve("runs/arms")).doesNotExist();
        assertThat(service.takePaid()).isEmpty();
    }

    @Test
    void answersOfOtherQuestionsAndMissingOnesAreRefused() throws IOException {
        write("saved.jsonl", QUESTIONS - 1, i -> Map.of("question", question(10 + i), "output", "#### " + i));
        assertThat(say(2, "validate", config(TRAINED)))
                .contains("arms.saved.predictions.gsm8k", "1 of 5 samples of gsm8k have no answer, the first is 4");
        write("saved.jsonl", QUESTIONS, i -> Map.of("id", "" + i, "question", "Why " + i + "?", "output", "#### 1"));
        assertThat(say(2, "validate", config(TRAINED)))
                .contains("the row's question is not that of sample 0: \"Why 0?\"");
        assertThat(say(2, "validate", config(TRAINED.replace("{gsm8k: saved", "{math: saved"))))
                .contains("arms.saved.predictions.math: task: math; expected one of gsm8k");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> steps = Files.list(folder.resolve("runs/arms"))) {
            return steps.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString().replaceFirst("-[0-9a-f]{8}$", ""))
                    .sorted()
                    .toList();
        }
    }

    private List<Prediction> predictions(String arm) throws IOException {
        return predictions(only("evaluate-" + arm + "-gsm8k"));
    }

    private static List<Prediction> predictions(Path evaluation) {
        try (Stream<Prediction> rows = JsonLines.read(evaluation.resolve("predictions.jsonl"), Prediction.class)) {
            return rows.toList();
        }
    }

    private List<Conversation> rows(String step) throws IOException {
        try (Stream<Conversation> rows =
                JsonLines.read(only(step).resolve("conversations.jsonl"), Conversation.class)) {
            return rows.collect(Collectors.toList());
        }
    }
}
