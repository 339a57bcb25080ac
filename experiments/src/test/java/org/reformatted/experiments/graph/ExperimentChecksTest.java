package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;

class ExperimentChecksTest {
    static final String CONFIG = """
        name: small
        realign: {input: {path: rows.jsonl}, category: open_qa}
        finetune: {model: base, length: {steps: 2}, batch: {examples: 1}, optimizer: {learningRate: 1e-3}}
        arms:
          original: original
          realigned: realigned
        seeds: [1]
        evaluate:
          - {task: gsm8k, data: questions.jsonl}
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "{}");
        Files.writeString(folder.resolve("questions.jsonl"), "{\"question\": \"1+1?\", \"answer\": \"#### 2\"}\n");
        Files.writeString(folder.resolve("saved.jsonl"), "{\"id\": \"0\", \"output\": \"1\"}\n");
        Files.createDirectories(folder.resolve("base"));
    }

    private List<String> problems(String yaml) {
        BoundConfig<ExperimentConfig> bound = ConfigBinder.bind("c.yaml", yaml, ExperimentConfig.class);
        return ExperimentChecks.problems(bound, new Roots(List.of(folder), List.of(folder)));
    }

    @Test
    void aSoundConfigHasNone() {
        assertThat(problems(CONFIG)).isEmpty();
    }

    @Test
    void aMissingFileOfATaskIsOneProblem() {
        assertThat(problems(CONFIG.replace("questions.jsonl", "gone.jsonl")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:9: evaluate[0].data: ")
                .contains("gone.jsonl");
    }

    @Test
    void examplesThatAreThereAreRead() throws IOException {
        String shots = CONFIG.replace("questions.jsonl}", "questions.jsonl, shots: 2, shotsFrom: shots.jsonl}");
        Files.copy(folder.resolve("questions.jsonl"), folder.resolve("shots.jsonl"));
        assertThat(problems(shots)).singleElement().asString().startsWith("c.yaml:9: evaluate[0].shots: ");
        assertThat(problems(shots.replace("shots: 2", "shots: 1"))).isEmpty();
    }

    @Test
    void savedAnswersAreOfATaskOfTheExperiment() {
        String saved = CONFIG.replace("  realigned: realigned", "  other: {predictions: {mmlu: saved.jsonl}}");
        assertThat(problems(saved))
                .singleElement()
                .asString()
                .startsWith("c.yaml:6: arms.other.predictions.mmlu: ")
                .contains("one of gsm8k");
    }

    @Test
    void twoStepsHaveTwoNames() {
        String twice = CONFIG.replace(
                "  realigned: realigned",
                "  realigned: realigned\n  realigned-seed1: {predictions: {gsm8k: saved.jsonl}}");
        assertThat(problems(twice))
                .singleElement()
                .asString()
                .startsWith("c.yaml:5: arms: two steps would have the same name (evaluate-realigned-seed1-gsm8k), ");
    }

    @Test
    void expectationsNameAPolicyOfATaskOfTheExperiment() {
        String expected = CONFIG + """
            report:
              expect:
                - {arm: realigned, against: original, is: ahead, because: so, policy: exact}
                - {arm: realigned, against: original, is: ahead, because: so, task: bbh}
            """;
        List<String> problems = problems(expected);
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).startsWith("c.yaml:12: report.expect[0]: ").contains("a policy of gsm8k");
        assertThat(problems.get(1)).startsWith("c.yaml:13: report.expect[1]: ").contains("one of gsm8k");
    }

    @Test
    void namesAreCheckedOnceAllInputsAreThere() {
        String both = CONFIG.replace("questions.jsonl", "gone.jsonl") + """
            report: {expect: [{arm: realigned, against: original, is: ahead, because: so, policy: exact}]}
            """;
        assertThat(problems(both)).singleElement().asString().contains("gone.jsonl");
    }
}
