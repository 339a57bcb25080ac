package org.reformatted.experiments.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.realign.base.Json;

/** A standalone cluster on this machine: a master, workers, jobs by {@code spark-submit}'s own class, and a service of fixed latency. */
final class LocalCluster implements AutoCloseable {
    /** Of the stub service, in ms; {@code -Dlatency=200} is nearer to what a hosted model takes. */
    static final long LATENCY_MILLIS = Long.getLong("latency", 50);

    private static final List<String> OPENS = Stream.of(
                    "java.lang",
                    "java.lang.invoke",
                    "java.lang.reflect",
                    "java.io",
                    "java.net",
                    "java.nio",
                    "java.util",
                    "java.util.concurrent",
                    "sun.nio.ch",
                    "sun.util.calendar",
                    "sun.security.action")
            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
            .toList();

    private final Path folder;
    private final String sparkClasses;
    private final String jar;
    private final int master = freePort();
    private final int service = freePort();
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Process> started = new ArrayList<>();

    LocalCluster(Path folder, String sparkClasses, String jar) throws IOException {
        this.folder = folder;
        this.sparkClasses = sparkClasses.strip();
        this.jar = jar;
        Path jars = Files.createDirectories(folder.resolve("spark-home/jars")); // what workers start executors with
        for (String file : this.sparkClasses.split(":", -1)) {
            Path link = jars.resolve(Path.of(file).getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(file));
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Path folder() {
        return folder;
    }

    /** Gives every job that is started from now on a setting of Spark's. */
    void set(String name, String value) {
        settings.put(name, value);
    }

    /** The address of the stub service. */
    String serviceAddress() {
        return "http://127.0.0.1:" + service + "/v1";
    }

    static void kill(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    Process start(String log, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(log(log).toFile());
        builder.environment().put("STUB", serviceAddress());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_HOME", folder.resolve("spark-home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    Process java(String log, int megabytes, String classes, List<String> arguments) throws IOException {
        return start(log, javaCommand(megabytes, classes, arguments));
    }

    private static List<String> javaCommand(int megabytes, String classes, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("java", "-Xmx" + megabytes + "m"));
        command.addAll(OPENS);
        command.addAll(List.of("-cp", classes));
        command.addAll(arguments);
        return command;
    }

    Process service() throws IOException, InterruptedException {
        Process process = java(
                "service",
                512,
                System.getProperty("java.class.path"),
                List.of(StubService.class.getName(), String.valueOf(service), String.valueOf(LATENCY_MILLIS)));
        await(() -> counts() != null);
        return process;
    }

    /** What the trial waits for. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    static void await(Condition condition) throws InterruptedException {
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

    static void awaitPort(int port) throws InterruptedException {
        await(() -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    StubService.Counts counts() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service + "/counts"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return Json.MAPPER.readValue(body, StubService.Counts.class);
    }

    /** Waits for requests while the job runs; the service's counts say how far it is. */
    void reach(long requests, Process job) throws IOException, InterruptedException {
        while (counts().requests() < requests) {
            if (!job.isAlive()) {
                throw new IllegalStateException("the job ended before it was killed; see its log");
            }
            Thread.sleep(200);
        }
    }

    void master() throws IOException, InterruptedException {
        java(
                "master",
                512,
                sparkClasses,
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(master),
                        "--webui-port",
                        "0"));
        awaitPort(master);
    }

    Process worker(String name, int cores) throws IOException {
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
                        "spark://127.0.0.1:" + master));
    }

    /** Starts a job of so many executors, each of one core. */
    Process submit(String log, int cores, List<String> job) throws IOException {
        set("spark.executor.cores", "1");
        set("spark.executor.memory", "700m");
        set("spark.task.maxFailures", "10");
        return start(log, submitCommand(1024, cores, job));
    }

    /** The command that submits a job. */
    List<String> submitCommand(int megabytes, int cores, List<String> job) {
        List<String> arguments = new ArrayList<>(
                List.of("org.apache.spark.deploy.SparkSubmit", "--master", "spark://127.0.0.1:" + master, "--conf"));
        arguments.addAll(List.of("spark.cores.max=" + cores, "--conf", "spark.ui.enabled=false"));
        settings.forEach((name, value) -> arguments.addAll(List.of("--conf", name + "=" + value)));
        arguments.addAll(List.of("--class", SparkJobs.class.getName(), jar));
        arguments.addAll(job);
        return javaCommand(megabytes, sparkClasses, arguments);
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
