package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.experiments.workflow.Plan;
import org.reformatted.realign.config.ConfigBinder;

/** Which changes of a config and of its files change which steps' fingerprints. */
class FingerprintsTest {
    private static final String CONFIG = """
        name: small
        realign:
          input: {path: rows.jsonl}
          criteria: criteria.yaml
          classifier: {checkpoint: {path: classifier}}
          evidence: {lucene: {corpus: corpus.txt}}
          tokenizer: tokens
          reformatter:
            model:
              endpoint: {name: writer, price: {promptPerMillion: 1, completionPerMillion: 2}, budget: 3, concurrency: 2}
              sampling: {temperature: 0.3, maxNewTokens: 100}
              prompt: prompt.txt
        finetune:
          model: base
          length: {steps: 2}
          batch: {examples: 2}
          optimizer: {learningRate: 1e-3}
          checkpoint: {every: 10, keep: 1}
        evaluate:
          - task: gsm8k
            data: questions.jsonl
            shots: 1
            shotsFrom: shots.jsonl
            judge: {protocol: mt-bench, model: {name: judge, concurrency: 3}, references: references.jsonl}
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String file :
                List.of("rows.jsonl", "criteria.yaml", "corpus.txt", "tokens", "prompt.txt", "references.jsonl")) {
            Files.writeString(folder.resolve(file), file);
        }
        String row = "{\"question\": \"1+1?\", \"answer\": \"#### 2\"}\n";
        Files.writeString(folder.resolve("questions.jsonl"), row);
        Files.writeString(folder.resolve("shots.jsonl"), row);
        for (String model : List.of("base", "classifier")) {
            Files.createDirectories(folder.resolve(model));
            Files.writeString(folder.resolve(model + "/model.safetensors"), model);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "budget: 3 | budget: 30",
                "promptPerMillion: 1 | promptPerMillion: 7",
                "concurrency: 2 | concurrency: 9, attempts: 2, timeoutSeconds: 5, requestsPerMinute: 60,"
                        + " tokensPerMinute: 100",
                "concurrency: 2 | concurrency: 2, keyVariable: OTHER_KEY, baseUrlVariable: OTHER_URL",
                "concurrency: 3 | concurrency: 1",
                "corpus: corpus.txt | corpus: corpus.txt, index: elsewhere",
                "every: 10, keep: 1 | every: 3, keep: 5",
            })
    void operationalChangesKeepEveryFingerprint(String from, String to) {
        String config = CONFIG.replace(from, to);
        assertThat(config).isNotEqualTo(CONFIG);
        assertThat(fingerprints(config)).isEqualTo(fingerprints(CONFIG));
    }

    @Test
    void deviceThreadsAndRowsOfABatchKeepEveryFingerprint() {
        assertThat(fingerprints(CONFIG, new Compute("gpu1", 7, 3))).isEqualTo(fingerprints(CONFIG));
    }

    @ParameterizedTest
    @CsvSource({
        "rows.jsonl",
        "criteria.yaml",
        "corpus.txt",
        "tokens",
        "prompt.txt",
        "references.jsonl",
        "questions.jsonl",
        "shots.jsonl"
    })
    void aFileAtAnotherPathKeepsEveryFingerprintAndOtherContentDoesNot(String file) throws IOException {
        Map<String, String> before = fingerprints(CONFIG);
        Files.createDirectories(folder.resolve("moved"));
        Path moved = Files.move(folder.resolve(file), folder.resolve("moved").resolve(file));
        String config = CONFIG.replace(": " + file, ": moved/" + file);
        assertThat(fingerprints(config)).isEqualTo(before);
        Files.writeString(moved, Files.readString(moved) + " ");
        assertThat(fingerprints(config)).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"base, finetune-original-seed42", "classifier, realign"})
    void aModelAtAnotherPathKeepsEveryFingerprintAndAnotherByteDoesNot(String model, String step) throws IOException {
        Map<String, String> before = fingerprints(CONFIG);
        Files.move(folder.resolve(model), folder.resolve("moved"));
        String config = CONFIG.replace("model: " + model + "\n", "model: moved\n")
                .replace("path: " + model + "}", "path: moved}");
        assertThat(fingerprints(config)).isEqualTo(before);
        Files.writeString(folder.resolve("moved/model.safetensors"), "x" + model.substring(1));
        assertThat(fingerprints(config).get(step)).isNotEqualTo(before.get(step));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: writer | name: another | realign",
                "temperature: 0.3 | temperature: 0.4 | realign",
                "path: classifier | path: classifier, template: plain | realign",
                "input: {path: rows.jsonl} | input: {path: rows.jsonl, limit: 3} | realign",
                "steps: 2 | steps: 3 | finetune-original-seed42",
                "learningRate: 1e-3 | learningRate: 2e-3 | finetune-original-seed42",
                "shots: 1 | shots: 0 | evaluate-original-seed42-gsm8k",
                "name: judge | name: another | judge-original-seed42-gsm8k",
                "protocol: mt-bench | protocol: mt-bench, repeats: 2 | judge-original-seed42-gsm8k",
            })
    void aChangedIdentityChangesItsStep(String from, String to, String step) {
        String config = CONFIG.replace(from, to);
        assertThat(fingerprints(config).get(step))
                .isNotNull()
                .isNotEqualTo(fingerprints(CONFIG).get(step));
    }

    @Test
    void aChangeBehindAStepKeepsTheSteps() {
        Map<String, String> other = fingerprints(CONFIG.replace("name: judge", "name: another"));
        Map<String, String> before = fingerprints(CONFIG);
        before.keySet().removeIf(step -> step.startsWith("judge") || step.equals("report"));
        assertThat(other).containsAllEntriesOf(before);
    }

    private Map<String, String> fingerprints(String yaml) {
        return fingerprints(yaml, new Compute("cpu", 1, 8));
    }

    private Map<String, String> fingerprints(String yaml, Compute compute) {
        ExperimentConfig config =
                ConfigBinder.bind("c.yaml", yaml, ExperimentConfig.class).value();
        ExperimentGraph graph = new ExperimentGraph(config, new Roots(List.of(folder), List.of(folder)), compute);
        Plan plan = Plan.of(List.of(graph.report()), new ArtifactStore(folder.resolve("runs")), new Fingerprints());
        Map<String, String> fingerprints = new TreeMap<>();
        plan.steps().forEach(step -> fingerprints.put(step.step().name(), step.fingerprint()));
        return fingerprints;
    }
}
