package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.Json;

/** A service that fails after k answers, for every k of a small experiment: the run ends unfinished, and the next one as if nothing had been. */
class OutageTest {
    private static final int ROWS = 3;
    private static final int QUESTIONS = 2;

    /** Of every how many numbers of answers one is tried; all of them with 1. */
    private static final int EVERY = Integer.getInteger("outage.every", 4);

    private static final String CONFIG = """
        name: outage
        realign:
          input: {path: quickstart/train.jsonl, format: conversations, limit: 3}
          reformatter: {model: {endpoint: {name: stub, concurrency: 2, attempts: 1, sampling: {candidates: 2}}}}
          filters: [length]
        finetune:
          model:
            llama: {hiddenSize: 16, intermediateSize: 24, layers: 1, attentionHeads: 2, keyValueHeads: 1, maxPositions: 2048,
                    tokenizer: quickstart-base}
          template: plain
          length: {steps: 2}
          batch: {examples: 2}
          optimizer: {learningRate: 3.0e-2}
        evaluate:
          - task: mt-bench
            data: questions.jsonl
            sampling: {maxNewTokens: 4}
            judge: {model: {endpoint: {name: judge, concurrency: 3, attempts: 1}}}
        """;

    @TempDir
    Path folder;

    private StubService service;
    private HarnessProcess harness;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.append("{\"question_id\": " + i + ", \"category\": \"writing\", \"turns\": [\"Why " + i
                    + "?\", \"And how?\"]}\n");
        }
        Files.writeString(folder.resolve("questions.jsonl"), questions);
        config = Files.writeString(folder.resolve("outage.yaml"), CONFIG);
        service = new StubService();
        harness = HarnessProcess.start(service.environment());
    }

    @AfterEach
    void stop() {
        harness.close();
        service.close();
    }

    @Test
    void aServiceThatFailsAfterAnyNumberOfAnswersCostsNothingTwiceAndChangesNoByte() throws IOException {
        Path undisturbed = folder.resolve("undisturbed");
        service.answerAll();
        HarnessProcess.Said first = run(undisturbed);
        assertThat(first.code()).as(first.text()).isZero();
        Map<String, Integer> all = service.takePaid();
        assertThat(all).hasSize(2 * ROWS + 2 * QUESTIONS * 2);
        assertThat(all.values()).containsOnly(1);
        Map<String, String> expected = results(undisturbed);
        List<Integer> tried = IntStream.range(0, all.size())
                .filter(k -> k % EVERY == EVERY - 1)
                .boxed()
                .toList();
        List<String> faults = new ArrayList<>();
        for (int k : tried) {
            for (int error : new int[] {503, 402}) {
                Path runs = folder.resolve("runs-" + k + "-" + error);
                String what = "status " + error + " after " + k + " answers: ";
                service.answer(k, error);
                HarnessProcess.Said failed = run(runs);
                service.answerAll();
                HarnessProcess.Said recovered = run(runs);
                if (failed.code() != 1 || !failed.text().contains("no more") || recovered.code() != 0) {
                    faults.add(what + failed + ", then " + recovered);
                }
                differences(all, service.takePaid())
                        .forEach(request -> faults.add(what + "paid otherwise: " + request));
                differences(expected, results(runs)).forEach(file -> faults.add(what + "other bytes: " + file));
            }
        }
        System.out.printf("measured: %d outages, %d requests each%n", 2 * tried.size(), all.size());
        assertThat(faults).isEmpty();
    }

    private static List<String> differences(Map<String, ?> expected, Map<String, ?> found) {
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(expected.get(key), found.get(key)))
                .map(key -> key + ": " + found.get(key) + " in place of " + expected.get(key))
                .toList();
    }

    private HarnessProcess.Said run(Path runs) throws IOException {
        return harness.call("run", config.toString(), "--runs", runs.toString());
    }

    /** The hash of every file that a result depends on; speeds, times and what is made from them are left out. */
    private static Map<String, String> results(Path runs) throws IOException {
        Map<String, String> results = new TreeMap<>();
        List<Path> artifacts = new ArrayList<>();
        try (Stream<Path> folders = Files.list(runs.resolve("outage"))) {
            folders.filter(Files::isDirectory).forEach(artifacts::add);
        }
        for (Path artifact : artifacts) {
            String step = artifact.getFileName().toString();
            ArtifactRecord record = Json.read(artifact.resolve(ArtifactRecord.FILE), ArtifactRecord.class);
            Map<String, String> files = new HashMap<>(record.files());
            files.keySet()
                    .removeIf(file ->
                            file.matches("tensorboard/.*|metrics.jsonl|finetune.sha256") || step.startsWith("report"));
            files.forEach((file, hash) -> results.put(step + "/" + file, hash));
        }
        return results;
    }
}
