package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** A run that is killed in the middle of every step and started again ends with the files of an undisturbed one. */
class KilledRunTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("project.root"));
    private static final int PATIENCE_SECONDS = 240;

    private static final String CONFIG = """
        name: toy
        realign:
          input: {path: quickstart/train.jsonl, format: conversations, limit: 64}
        finetune:
          model:
            llama:
              hiddenSize: 32
              intermediateSize: 64
              layers: 2
              attentionHeads: 4
              keyValueHeads: 2
              maxPositions: 256
              tokenizer: quickstart-base
          template: plain
          length: {steps: 40}
          batch: {examples: 8}
          optimizer: {learningRate: 3.0e-3}
          checkpoint: {every: 7, keep: 1}
        evaluate:
          - task: gsm8k
            data: quickstart/test.jsonl
            limit: 60
            sampling: {maxNewTokens: 48}
        """;

    private static final List<String> STEPS = List.of(
            "realign",
            "data-original",
            "finetune-original-seed42",
            "evaluate-original-seed42-gsm8k",
            "data-realigned",
            "finetune-realigned-seed42",
            "evaluate-realigned-seed42-gsm8k",
            "report");

    @TempDir
    Path folder;

    @Test
    void endsAsIfNothingHadHappened() throws Exception {
        Path config = Files.writeString(folder.resolve("toy.yaml"), CONFIG);
        finish(config, folder.resolve("undisturbed"));
        List<String> killed = new ArrayList<>();
        for (String step : STEPS) {
            Process process = start(config, folder.resolve("disturbed"));
            Path partial = awaitMiddle(process, folder.resolve("disturbed/toy"), step);
            process.destroyForcibly().waitFor();
            if (partial != null && Files.isDirectory(partial)) {
                killed.add(step);
            }
        }
        finish(config, folder.resolve("disturbed"));
        assertThat(killed).contains(STEPS.get(2), STEPS.get(3), STEPS.get(5), STEPS.get(6));
        Map<String, Object> undisturbed = results(folder.resolve("undisturbed/toy"));
        Map<String, Object> disturbed = results(folder.resolve("disturbed/toy"));
        assertThat(disturbed).containsOnlyKeys(undisturbed.keySet());
        assertThat(undisturbed)
                .allSatisfy((file, result) ->
                        assertThat(disturbed.get(file)).as(file).isEqualTo(result));
    }

    private static Process start(Path config, Path runs) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-Dharness.checkout=" + CHECKOUT,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Harness.class.getName(),
                        "run",
                        config.toString(),
                        "--runs",
                        runs.toString(),
                        "--batch-rows",
                        "4")
                .redirectErrorStream(true)
                .redirectOutput(runs.resolveSibling("log").toFile())
                .start();
    }

    private void finish(Path config, Path runs) throws Exception {
        Process process = start(config, runs);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
    }

    /** Waits until a step is in its middle: some steps are trained, some answers are there, or at least its folder is. */
    private static Path awaitMiddle(Process process, Path runs, String step) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            Path partial = find(runs, step, ".partial");
            if (partial != null && hasBegun(partial, step)) {
                return partial;
            }
            Thread.sleep(2);
        }
        return null;
    }

    private static boolean hasBegun(Path partial, String step) throws IOException {
        if (step.startsWith("finetune")) {
            return lines(partial.resolve("metrics.jsonl")) >= 10;
        }
        return !step.startsWith("evaluate") || lines(partial.resolve("predictions.jsonl")) >= 8;
    }

    private static long lines(Path file) throws IOException {
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), UTF_8).lines().count()
                : 0;
    }

    private static Path find(Path runs, String step, String ending) throws IOException {
        if (!Files.isDirectory(runs)) {
            return null;
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(f -> f.getFileName().toString().matches(step + "-[0-9a-f]{8}" + ending))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The hash of every file that a result hangs on; speeds, times and what is made from them stand aside. */
    private static Map<String, Object> results(Path runs) throws IOException {
        Map<String, Object> results = new TreeMap<>();
        for (String step : STEPS.subList(0, STEPS.size() - 1)) {
            Path artifact = find(runs, step, "");
            assertThat(artifact).as(step).isNotNull();
            ArtifactRecord record = Json.read(artifact.resolve(ArtifactRecord.FILE), ArtifactRecord.class);
            record.files().forEach((file, hash) -> {
                boolean timed = file.equals("metrics.jsonl");
                boolean ofTimes = file.startsWith("tensorboard/") // a file for each start, named by its time
                        || file.equals("finetune.sha256"); // names the hash of metrics.jsonl, which holds speeds
                if (!ofTimes) {
                    results.put(step + "/" + file, timed ? losses(artifact.resolve(file)) : hash);
                }
            });
            results.put(step, record.fingerprint());
        }
        return results;
    }

    private static List<String> losses(Path metrics) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(metrics)) {
            return rows.map(row -> row.node().get("step") + " " + row.node().get("loss") + " "
                            + row.node().get("gradNorm"))
                    .toList();
        }
    }
}
