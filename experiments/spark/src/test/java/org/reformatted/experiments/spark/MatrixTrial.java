package org.reformatted.experiments.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checkpoints by tasks, by {@code harness run --launcher}.
 *
 * @param cluster whose executors compute them
 */
record MatrixTrial(LocalCluster cluster) {
    /** Checkpoints by tasks, each pair on an executor; a worker is killed with all that runs on it once answers are written. */
    void run(int samples) throws IOException, InterruptedException {
        Path config = cluster.folder().resolve("matrix.yaml");
        StringBuilder yaml = new StringBuilder("name: matrix\narms:\n");
        for (String template : List.of("plain", "alpaca")) {
            yaml.append("  " + template + ": {checkpoint: {path: quickstart-base, template: " + template + "}}\n");
        }
        yaml.append("evaluate:\n");
        for (int seed = 0; seed < 3; seed++) {
            yaml.append("- {task: gsm8k, data: quickstart/test.jsonl, limit: " + samples
                    + ", sampling: {maxNewTokens: 96, temperature: 0.5, seed: " + seed + "}}\n");
        }
        Files.writeString(config, yaml);
        long begin = System.nanoTime();
        int alone = harness("matrix-one", config, List.of()).waitFor();
        double aloneSeconds = (System.nanoTime() - begin) / 1e9;
        cluster.master();
        Process first = cluster.worker("a", 1);
        cluster.worker("b", 1);
        cluster.set("spark.executor.memory", "500m");
        List<String> launcher = cluster.submitCommand(512, 1, List.of("exec"));
        begin = System.nanoTime();
        Process run = harness(
                "matrix-spark", config, List.of("--devices", "cpu,cpu", "--launcher", String.join(" ", launcher)));
        LocalCluster.await(() -> answersUnderWay() || !run.isAlive());
        LocalCluster.kill(first);
        System.out.println("measured | a worker killed, with "
                + evaluations("matrix-spark").size() + " pairs begun");
        cluster.worker("c", 1);
        int code = run.waitFor();
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Path> pairs = evaluations("matrix-one");
        boolean same = !pairs.isEmpty();
        for (Path pair : pairs) {
            for (String file : List.of("predictions.jsonl", "scored.jsonl", "result.json")) {
                Path other = cluster.folder()
                        .resolve("matrix-spark/matrix")
                        .resolve(pair.getFileName())
                        .resolve(file);
                same &= Files.exists(other) && Files.mismatch(pair.resolve(file), other) == -1;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "measured | %d pairs of a checkpoint and a task, %d samples each | exit codes %d and %d | same bytes"
                        + " as one machine: %s | %.0f s one after the other, %.0f s on two executors with a kill%n",
                pairs.size(),
                samples,
                alone,
                code,
                same,
                aloneSeconds,
                seconds);
    }

    private Process harness(String runs, Path config, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("harness", "../../scripts/harness"), "run"));
        command.addAll(List.of(
                config.toString(), "--runs", cluster.folder().resolve(runs).toString(), "--threads", "1"));
        command.addAll(options);
        return cluster.start(runs, command);
    }

    private List<Path> evaluations(String runs) throws IOException {
        try (Stream<Path> all = Files.list(cluster.folder().resolve(runs).resolve("matrix"))) {
            return all.filter(pair -> pair.getFileName().toString().startsWith("evaluate-"))
                    .toList();
        }
    }

    private boolean answersUnderWay() throws IOException {
        for (Path pair : evaluations("matrix-spark")) {
            Path answers = pair.resolve("predictions.jsonl");
            if (pair.toString().endsWith(".partial") && Files.exists(answers) && Files.size(answers) > 0) {
                return true;
            }
        }
        return false;
    }
}
