package org.reformatted.experiments.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.pipeline.RealignPipeline;

/**
 * Jobs on a {@link LocalCluster}, by {@code scripts/bench spark}, and a service that counts what it is paid for. Prints a line a trial.
 *
 * @param cluster where they run
 */
record ClusterTrial(LocalCluster cluster) {
    /**
     * {@code FOLDER SPARK_CLASS_PATH JOB_JAR TRIAL ROWS MORE...}: {@code kills}, {@code scaling}, {@code rules}, {@code matrix} (of samples), or
     * {@code hdfs} or {@code s3} with the class path of the store's server as one more.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (LocalCluster cluster =
                new LocalCluster(Path.of(arguments[0]), Files.readString(Path.of(arguments[1])), arguments[2])) {
            ClusterTrial trial = new ClusterTrial(cluster);
            int rows = Integer.parseInt(arguments[4]);
            switch (arguments[3]) {
                case "kills" -> trial.kills(rows, "");
                case "keys" -> trial.kills(rows, ", idempotencyHeader: Idempotency-Key");
                case "scaling" -> trial.scaling(rows);
                case "rules" -> trial.rules(rows);
                case "matrix" -> new MatrixTrial(cluster).run(rows);
                case "hdfs", "s3" ->
                    StoreTrial.start(arguments[3], cluster, Path.of(arguments[5]))
                            .run(rows);
                default -> throw new IllegalArgumentException(arguments[3]);
            }
        }
    }

    private Process submit(String log, Path config, Path out, int cores, String... more) throws IOException {
        List<String> job = new ArrayList<>(
                List.of("realign", config.toString(), "--out", out.toUri().toString()));
        job.addAll(List.of(more));
        return cluster.submit(log, cores, job);
    }

    /** Every fifth question stands twice. */
    static Path rows(Path folder, int count) throws IOException {
        Path file = folder.resolve("rows-" + count + ".jsonl");
        try (var out = Files.newBufferedWriter(file)) {
            for (int row = 0; row < count; row++) {
                int asked = row % 5 == 4 ? row - 1 : row;
                out.write(Json.line(Map.of(
                        "question",
                                "Anna has " + asked + " coins and finds " + (asked % 97 + 3)
                                        + " more. How many coins has she now?",
                        "answer",
                                "She has " + asked + " + " + (asked % 97 + 3) + " = <<" + asked + "+" + (asked % 97 + 3)
                                        + "="
                                        + (asked + asked % 97 + 3) + ">>" + (asked + asked % 97 + 3) + " coins.\n#### "
                                        + (asked + asked % 97 + 3))));
                out.write('\n');
            }
        }
        return file;
    }

    static Path config(Path folder, String name, Path rows, String reformatter) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, "input: {path: " + rows + ", format: gsm8k}\ncategory: math_puzzles\n" + reformatter);
        return file;
    }

    static String asking(int concurrency, String more) {
        return "filters: [length]\nreformatter: {model: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: "
                + concurrency + ", price: {promptPerMillion: 1, completionPerMillion: 2}" + more
                + ", sampling: {temperature: 0.3, candidates: 1, maxNewTokens: 64}}}, asks: 1, marker: \"Answer:\"}\n";
    }

    /** Realigns through a service that is ended afterwards, so that its counts begin again; the requests that it was paid for. */
    static long onOneMachine(LocalCluster cluster, Path config, Path out) throws IOException, InterruptedException {
        Process service = cluster.service();
        RealignPipeline.run(
                new PartTask.Text(config.getFileName().toString(), Files.readString(config)).read(),
                Path::of,
                CheckpointConfig.Opener.NONE,
                Map.of("STUB", cluster.serviceAddress()),
                out,
                Progress.SILENT);
        long requests = cluster.counts().requests();
        LocalCluster.kill(service);
        return requests;
    }

    private void kills(int count, String more) throws IOException, InterruptedException {
        Path rows = rows(cluster.folder(), count);
        Path config = config(cluster.folder(), "kills", rows, asking(8, more));
        Path one = cluster.folder().resolve("one");
        long requests = onOneMachine(cluster, config, one);

        cluster.service();
        cluster.master();
        Process first = cluster.worker("a", 2);
        cluster.worker("b", 2);
        Path out = cluster.folder().resolve("spark");
        Process job = submit("submit-1", config, out, 4, "--parts", "16", "--join");
        cluster.reach(requests / 4, job);
        List<Long> kills = new ArrayList<>();
        killed("a worker", first, kills);
        Process third = cluster.worker("c", 2);
        cluster.reach(requests / 2, job);
        killed("a second worker", third, kills);
        cluster.worker("d", 2);
        cluster.reach(3 * requests / 4, job);
        killed("the driver", job, kills);
        job = submit("submit-2", config, out, 4, "--parts", "16", "--join", "--take-over");
        int code = job.waitFor();
        boolean same = true;
        for (String name : OrderedOutput.FILES) {
            same &= Files.mismatch(one.resolve(name), out.resolve(name)) == -1;
        }
        same &= Json.MAPPER
                .readTree(one.resolve("summary.json").toFile())
                .equals(Json.MAPPER.readTree(out.resolve("summary.json").toFile()));
        System.out.println("measured | " + count + " rows, exit code " + code + ", same bytes as one machine: " + same
                + ", one machine's requests " + requests + ", the cluster: " + cluster.counts());
        cluster.counts().againPaidAt().stream()
                .mapToLong(paid -> kills.stream()
                        .mapToLong(kill -> kill - paid)
                        .filter(lag -> lag >= 0)
                        .min()
                        .orElse(Long.MAX_VALUE))
                .max()
                .ifPresent(longest -> System.out.println("measured | what was paid again had been paid at most "
                        + longest + " ms before a kill: it was on its way, or on its way to the log"));
    }

    private void killed(String what, Process process, List<Long> kills) throws IOException, InterruptedException {
        LocalCluster.kill(process);
        kills.add(System.currentTimeMillis());
        System.out.println("measured | " + what + " killed behind " + cluster.counts());
    }

    private void scaling(int count) throws IOException, InterruptedException {
        Path rows = rows(cluster.folder(), count);
        Path config = config(cluster.folder(), "scaling", rows, asking(4, ""));
        cluster.master();
        cluster.worker("a", 2);
        cluster.worker("b", 2);
        double alone = 0;
        for (int executors : new int[] {1, 2, 4}) {
            Process service = cluster.service();
            Path out = cluster.folder().resolve("scaling-" + executors);
            Process job = submit("scaling-" + executors, config, out, executors, "--parts", "32");
            LocalCluster.await(() -> cluster.counts().requests() > 0 || !job.isAlive());
            long begin = System.nanoTime();
            long before = cluster.counts().requests();
            long last = before;
            long lastAt = begin;
            while (job.isAlive()) {
                long now = cluster.counts().requests();
                lastAt = now > last ? System.nanoTime() : lastAt;
                last = Math.max(last, now);
                Thread.sleep(50);
            }
            double rate = (last - before) / ((lastAt - begin) / 1e9);
            alone = executors == 1 ? rate : alone;
            System.out.printf(
                    Locale.ROOT,
                    "measured | %d executors | exit code %d | %.0f requests/s | %.2f of the bound by latency |"
                            + " efficiency %.2f%n",
                    executors,
                    job.waitFor(),
                    rate,
                    rate * LocalCluster.LATENCY_MILLIS / 1000 / (4 * executors),
                    rate / alone / executors);
            LocalCluster.kill(service);
        }
    }

    private void rules(int count) throws IOException, InterruptedException {
        Path rows = rows(cluster.folder(), count);
        Path config = config(cluster.folder(), "rules", rows, "reformatter: rules\n");
        cluster.master();
        cluster.worker("a", 2);
        Path out = cluster.folder().resolve("rules");
        long begin = System.nanoTime();
        Process job = submit("rules", config, out, 2, "--to", "parquet");
        long most = 0;
        while (job.isAlive()) {
            most = Math.max(most, executorKilobytes());
            Thread.sleep(500);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long read = 0;
        try (Stream<?> all = DataFormats.read(out.resolve("conversations"), Optional.of("conversations"))) {
            read = all.count();
        }
        System.out.printf(
                Locale.ROOT,
                "measured | %d rule rows to Parquet and back | exit code %d | %.0f s | %d read | an executor's"
                        + " greatest resident size %d MB%n",
                count,
                job.waitFor(),
                seconds,
                read,
                most / 1024);
    }

    /** The greatest resident size of this machine's executors now. */
    private static long executorKilobytes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .mapToLong(process -> {
                    try {
                        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                                .filter(line -> line.startsWith("VmRSS:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .sum();
                    } catch (IOException | UncheckedIOException e) {
                        return 0;
                    }
                })
                .max()
                .orElse(0);
    }
}
