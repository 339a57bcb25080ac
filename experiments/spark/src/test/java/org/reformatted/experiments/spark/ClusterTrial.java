package org.reformatted.experiments.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
 * A standalone cluster on this machine, by {@code scripts/bench spark}: a master, workers, the job by {@code spark-submit}'s own class, and a
 * service of fixed latency that counts what it is paid for. Prints a line a trial.
 */
final class ClusterTrial {
    private static final int MASTER = 17077;
    private static final int SERVICE = 17080;
    /** Of the stub service, in ms; {@code -Dlatency=200} is nearer to what a hosted model takes. */
    private static final long LATENCY_MILLIS = Long.getLong("latency", 50);

    private static final List<String> OPENS = Stream.of(
                    "java.lang",
                    "java.lang.invoke",
                    "java.io",
                    "java.net",
                    "java.nio",
                    "java.util",
                    "java.util.concurrent",
                    "sun.nio.ch",
                    "sun.util.calendar")
            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
            .toList();

    private final Path folder;
    private final String sparkClasses;
    private final String jar;
    private final List<Process> started = new ArrayList<>();

    private ClusterTrial(Path folder, String sparkClasses, String jar) throws IOException {
        this.folder = folder;
        this.sparkClasses = sparkClasses;
        this.jar = jar;
        Path jars = Files.createDirectories(folder.resolve("spark-home/jars")); // what workers start executors with
        for (String file : sparkClasses.strip().split(":", -1)) {
            Path link = jars.resolve(Path.of(file).getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(file));
        }
    }

    /** {@code FOLDER SPARK_CLASS_PATH JOB_JAR TRIAL ARGUMENTS...}: {@code kills ROWS}, {@code scaling ROWS}, {@code rules ROWS} or {@code matrix SAMPLES}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ClusterTrial trial =
                new ClusterTrial(Path.of(arguments[0]), Files.readString(Path.of(arguments[1])), arguments[2]);
        try {
            int rows = Integer.parseInt(arguments[4]);
            switch (arguments[3]) {
                case "kills" -> trial.kills(rows);
                case "scaling" -> trial.scaling(rows);
                case "rules" -> trial.rules(rows);
                case "matrix" -> trial.matrix(rows);
                default -> throw new IllegalArgumentException(arguments[3]);
            }
        } finally {
            trial.started.forEach(ClusterTrial::kill);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process start(String log, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve(log + ".log").toFile());
        builder.environment().put("STUB", "http://127.0.0.1:" + SERVICE + "/v1");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_HOME", folder.resolve("spark-home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process java(String log, int megabytes, String classes, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("java", "-Xmx" + megabytes + "m", "-XX:TieredStopAtLevel=4"));
        command.addAll(OPENS);
        command.addAll(List.of("-cp", classes));
        command.addAll(arguments);
        return start(log, command.toArray(String[]::new));
    }

    private Process service() throws IOException, InterruptedException {
        Process service = java(
                "service",
                512,
                System.getProperty("java.class.path"),
                List.of(StubService.class.getName(), String.valueOf(SERVICE), String.valueOf(LATENCY_MILLIS)));
        await(() -> counts() != null);
        return service;
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                // not there yet
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("waited for two minutes in vain");
    }

    private static StubService.Counts counts() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVICE + "/counts"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return Json.MAPPER.readValue(body, StubService.Counts.class);
    }

    private void master() throws IOException, InterruptedException {
        java(
                "master",
                512,
                sparkClasses,
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(MASTER),
                        "--webui-port",
                        "0"));
        await(() -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), MASTER)) {
                return socket.isConnected();
            }
        });
    }

    private Process worker(String name, int cores) throws IOException {
        return java(
                "worker-" + name,
                512,
                sparkClasses,
                List.of(
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--cores",
                        String.valueOf(cores),
                        "--memory",
                        "4g",
                        "--work-dir",
                        folder.resolve("worker-" + name).toString(),
                        "--webui-port",
                        "0",
                        "spark://127.0.0.1:" + MASTER));
    }

    private Process submit(String log, Path config, Path out, int cores, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "spark://127.0.0.1:" + MASTER,
                "--total-executor-cores",
                String.valueOf(cores),
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.executor.memory=700m",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.task.maxFailures=10",
                "--class",
                SparkJobs.class.getName(),
                jar,
                "realign",
                config.toString(),
                "--out",
                out.toUri().toString()));
        arguments.addAll(Arrays.asList(more));
        return java(log, 1024, sparkClasses, arguments);
    }

    /** Every fifth question stands twice. */
    private Path rows(int count) throws IOException {
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

    private Path config(String name, Path rows, String reformatter) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, "input: {path: " + rows + ", format: gsm8k}\ncategory: math_puzzles\n" + reformatter);
        return file;
    }

    private static String asking(int concurrency, String more) {
        return "filters: [length]\nreformatter: {model: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: "
                + concurrency + ", price: {promptPerMillion: 1, completionPerMillion: 2}" + more
                + ", sampling: {temperature: 0.3, candidates: 1, maxNewTokens: 64}}}, asks: 1, marker: \"Answer:\"}\n";
    }

    private void kills(int count) throws IOException, InterruptedException {
        Path rows = rows(count);
        Path config = config("kills", rows, asking(8, ""));
        Path one = folder.resolve("one");
        Process service = service();
        RealignPipeline.run(
                new PartTask.Text("kills.yaml", Files.readString(config)).read(),
                Path::of,
                CheckpointConfig.Opener.NONE,
                Map.of("STUB", "http://127.0.0.1:" + SERVICE + "/v1"),
                one,
                Progress.SILENT);
        long requests = counts().requests();
        kill(service);
        service.waitFor();

        service();
        master();
        Process first = worker("a", 2);
        worker("b", 2);
        Path out = folder.resolve("spark");
        Process job = submit("submit-1", config, out, 4, "--parts", "16", "--join");
        reach(requests / 4, job);
        List<Long> kills = new ArrayList<>();
        killed("a worker", first, kills);
        Process third = worker("c", 2);
        reach(requests / 2, job);
        killed("a second worker", third, kills);
        worker("d", 2);
        reach(3 * requests / 4, job);
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
                + ", one machine's requests " + requests + ", the cluster: " + counts());
        long longest = counts().againPaidAt().stream()
                .mapToLong(paid -> kills.stream()
                        .mapToLong(kill -> kill - paid)
                        .filter(lag -> lag >= 0)
                        .min()
                        .orElse(Long.MAX_VALUE))
                .max()
                .orElse(0);
        System.out.println("measured | what was paid again had been paid at most " + longest
                + " ms before a kill: it was on its way, or on its way to the log");
    }

    private static void killed(String what, Process process, List<Long> kills)
            throws IOException, InterruptedException {
        kill(process);
        process.waitFor();
        kills.add(System.currentTimeMillis());
        System.out.println("measured | " + what + " killed behind " + counts());
    }

    /** Waits for requests while the job runs; the service's counts say how far it is. */
    private static void reach(long requests, Process job) throws InterruptedException {
        boolean reached = false;
        while (!reached) {
            if (!job.isAlive()) {
                throw new IllegalStateException("the job ended before it was killed; see its log");
            }
            Thread.sleep(200);
            try {
                reached = counts().requests() >= requests;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void scaling(int count) throws IOException, InterruptedException {
        Path rows = rows(count);
        Path config = config("scaling", rows, asking(4, ""));
        master();
        worker("a", 2);
        worker("b", 2);
        double alone = 0;
        for (int executors : new int[] {1, 2, 4}) {
            Process service = service();
            Path out = folder.resolve("scaling-" + executors);
            Process job = submit("scaling-" + executors, config, out, executors, "--parts", "32");
            await(() -> counts().requests() > 0 || !job.isAlive());
            long begin = System.nanoTime();
            long before = counts().requests();
            long last = before;
            long lastAt = begin;
            while (job.isAlive()) {
                long now = counts().requests();
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
                    rate * LATENCY_MILLIS / 1000 / (4 * executors),
                    rate / alone / executors);
            kill(service);
            service.waitFor();
        }
    }

    private void rules(int count) throws IOException, InterruptedException {
        Path rows = rows(count);
        Path config = config("rules", rows, "reformatter: rules\n");
        master();
        worker("a", 2);
        Path out = folder.resolve("rules");
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

    /** Checkpoints by tasks, each pair on an executor; a worker is killed with all that runs on it once answers are written. */
    private void matrix(int samples) throws IOException, InterruptedException {
        Path config = folder.resolve("matrix.yaml");
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
        master();
        Process first = worker("a", 1);
        worker("b", 1);
        List<String> launcher = new ArrayList<>(List.of("java", "-Xmx512m"));
        launcher.addAll(OPENS);
        launcher.addAll(List.of("-cp", sparkClasses.strip(), "org.apache.spark.deploy.SparkSubmit"));
        launcher.addAll(List.of("--master", "spark://127.0.0.1:" + MASTER));
        for (String setting : List.of("cores.max=1", "executor.memory=500m", "ui.enabled=false")) {
            launcher.addAll(List.of("--conf", "spark." + setting));
        }
        launcher.addAll(List.of("--class", SparkJobs.class.getName(), jar, "exec"));
        begin = System.nanoTime();
        Process run = harness(
                "matrix-spark", config, List.of("--devices", "cpu,cpu", "--launcher", String.join(" ", launcher)));
        await(() -> answersUnderWay() || !run.isAlive());
        kill(first);
        first.waitFor();
        System.out.println("measured | a worker killed, with "
                + evaluations("matrix-spark").size() + " pairs begun");
        worker("c", 1);
        int code = run.waitFor();
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Path> pairs = evaluations("matrix-one");
        boolean same = !pairs.isEmpty();
        for (Path pair : pairs) {
            for (String file : List.of("predictions.jsonl", "scored.jsonl", "result.json")) {
                Path other = folder.resolve("matrix-spark/matrix")
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
        command.addAll(List.of(config.toString(), "--runs", folder.resolve(runs).toString(), "--threads", "1"));
        command.addAll(options);
        return start(runs, command.toArray(String[]::new));
    }

    private List<Path> evaluations(String runs) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(runs).resolve("matrix"))) {
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
