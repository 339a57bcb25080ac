package org.reformatted.experiments.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.eval.score.Scorer;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.pipeline.RealignPipeline;

/**
 * Jobs whose input and output are on HDFS or on S3: each result is compared, byte for byte, with that of one machine and its own disk.
 *
 * @param cluster where they run
 * @param store the file system of input and output
 * @param base the address below which they stand
 * @param name the store's name
 */
record StoreTrial(LocalCluster cluster, FileSystem store, String base, String name) {
    private static final int PARTS = 8;

    /**
     * Starts the store's server.
     *
     * @param name {@code hdfs} or {@code s3}
     * @param cluster whose jobs get what they need to know of it
     * @param classes a file that holds the class path of the server
     */
    static StoreTrial start(String name, LocalCluster cluster, Path classes) throws IOException, InterruptedException {
        int port = LocalCluster.freePort();
        Map<String, String> settings = new LinkedHashMap<>();
        String base = name.equals("hdfs") ? "hdfs://127.0.0.1:" + port : "s3a://data";
        if (name.equals("hdfs")) {
            cluster.java("hdfs", 700, Files.readString(classes).strip(), hdfs(cluster, port));
        } else {
            settings.putAll(Map.of(
                    "fs.s3a.endpoint", "http://127.0.0.1:" + port,
                    "fs.s3a.endpoint.region", "us-east-1",
                    "fs.s3a.path.style.access", "true",
                    "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"));
            cluster.java("s3", 700, Files.readString(classes).strip(), s3(cluster, port));
        }
        LocalCluster.awaitPort(port);
        settings.forEach((key, value) -> cluster.set("spark.hadoop." + key, value));
        Configuration configuration = new Configuration();
        settings.forEach(configuration::set);
        FileSystem store = FileSystem.get(URI.create(base), configuration);
        LocalCluster.await(() -> store.mkdirs(new org.apache.hadoop.fs.Path(base + "/in")));
        return new StoreTrial(cluster, store, base, name);
    }

    private static List<String> hdfs(LocalCluster cluster, int port) {
        return List.of(
                "-Dtest.build.data=" + cluster.folder().resolve("hdfs"),
                "org.apache.hadoop.test.MiniDFSClusterManager",
                "-format",
                "-datanodes",
                "2",
                "-nnport",
                String.valueOf(port),
                "-D",
                "dfs.permissions.enabled=false");
    }

    private static List<String> s3(LocalCluster cluster, int port) throws IOException {
        Path buckets = cluster.folder().resolve("s3");
        Files.createDirectories(buckets.resolve("data"));
        Path properties = Files.writeString(cluster.folder().resolve("s3.properties"), """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=none
            s3proxy.ignore-unknown-headers=true
            jclouds.provider=filesystem
            jclouds.filesystem.basedir=%s
            """.formatted(port, buckets));
        Path quiet = Files.writeString(
                cluster.folder().resolve("logback.xml"), "<configuration><root level='OFF'/></configuration>");
        return List.of(
                "-Dlogback.configurationFile=" + quiet, "org.gaul.s3proxy.Main", "--properties", properties.toString());
    }

    /** Realigns by a model with a worker and the driver killed, then by rules, scores and judges. */
    void run(int count) throws IOException, InterruptedException {
        Path rows = ClusterTrial.rows(cluster.folder(), count);
        put(rows, "in/" + rows.getFileName());
        cluster.master();
        cluster.worker("b", 2);
        asked(rows, count);
        byRules(rows, count);
        scored(count);
        judged();
    }

    private void put(Path file, String place) throws IOException {
        try (var out = store.create(path(place))) {
            Files.copy(file, out);
        }
    }

    private org.apache.hadoop.fs.Path path(String place) {
        return new org.apache.hadoop.fs.Path(base + "/" + place);
    }

    private boolean isSame(Path one, String place) throws IOException {
        try (var in = store.open(path(place))) {
            byte[] found = in.readAllBytes();
            byte[] expected = Files.readAllBytes(one);
            return one.toString().endsWith("summary.json")
                    ? Json.MAPPER.readTree(found).equals(Json.MAPPER.readTree(expected))
                    : Arrays.equals(found, expected);
        }
    }

    private boolean areRealignedSame(Path one, String out) throws IOException {
        boolean same = isSame(one.resolve(RealignPipeline.SUMMARY), out + "/" + RealignPipeline.SUMMARY);
        for (String file : OrderedOutput.FILES) {
            same &= isSame(one.resolve(file), out + "/" + file);
        }
        return same;
    }

    private Process submit(String log, String... job) throws IOException {
        return cluster.submit(log, 2, List.of(job));
    }

    private void asked(Path rows, int count) throws IOException, InterruptedException {
        Path config = ClusterTrial.config(cluster.folder(), "asked", rows, ClusterTrial.asking(4, ""));
        Path one = cluster.folder().resolve("asked-one");
        long requests = ClusterTrial.onOneMachine(cluster, config, one);

        cluster.service();
        List<String> job =
                new ArrayList<>(List.of("realign", config.toString(), "--input", base + "/in/" + rows.getFileName()));
        job.addAll(List.of("--out", base + "/asked", "--parts", String.valueOf(PARTS), "--join"));
        Process first = cluster.worker("a", 2);
        Process driver = cluster.submit("asked-1", 2, job);
        cluster.reach(requests / 3, driver);
        LocalCluster.kill(first);
        cluster.worker("c", 2);
        cluster.reach(2 * requests / 3, driver);
        LocalCluster.kill(driver);
        int refused = cluster.submit("asked-2", 2, job).waitFor();
        boolean named = Files.readString(cluster.log("asked-2")).contains("add --take-over");
        job.add("--take-over");
        int code = cluster.submit("asked-3", 2, job).waitFor();
        measured(
                "realigned by a model",
                count + " rows, a worker and the driver killed; without --take-over exit code "
                        + refused + (named ? " and a sentence" : " and NO sentence") + "; exit code " + code
                        + ", same bytes as one machine: " + areRealignedSame(one, "asked") + "; one machine's requests "
                        + requests + ", the cluster: " + cluster.counts());
        int again = cluster.submit("asked-4", 2, job).waitFor();
        measured(
                "the same job again",
                "exit code " + again + ", same bytes: " + areRealignedSame(one, "asked") + "; " + cluster.counts());
    }

    private void byRules(Path rows, int count) throws IOException, InterruptedException {
        Path config = ClusterTrial.config(cluster.folder(), "rules", rows, "reformatter: rules\n");
        Path one = cluster.folder().resolve("rules-one");
        RealignPipeline.run(
                new PartTask.Text("rules.yaml", Files.readString(config)).read(), Path::of, one, Progress.SILENT);
        String input = base + "/in/*.jsonl";
        int lines = submit("rules", "realign", config + "", "--input", input, "--out", base + "/rules", "--join")
                .waitFor();
        int parquet = submit(
                        "parquet",
                        "realign",
                        config + "",
                        "--input",
                        input,
                        "--out",
                        base + "/parquet",
                        "--to",
                        "parquet")
                .waitFor();
        Path copy = cluster.folder().resolve("parquet-copy");
        store.copyToLocalFile(path("parquet/conversations"), new org.apache.hadoop.fs.Path(copy.toUri()));
        boolean read;
        try (Stream<?> written = DataFormats.read(copy, Optional.of("conversations"));
                Stream<?> expected =
                        DataFormats.read(one.resolve("conversations.jsonl"), Optional.of("conversations"))) {
            read = written.map(Json::line)
                    .toList()
                    .equals(expected.map(Json::line).toList());
        }
        measured(
                "realigned by rules",
                count + " rows, exit code " + lines + ", same bytes as one machine: "
                        + areRealignedSame(one, "rules") + "; to Parquet and back: exit code " + parquet
                        + ", same rows: "
                        + read);
    }

    private void scored(int count) throws IOException, InterruptedException {
        Path answers = cluster.folder().resolve("answers.jsonl");
        try (JsonLines.Writer out = JsonLines.Writer.create(answers)) {
            for (int row = 0; row < count; row++) {
                out.write(Map.of(
                        "id",
                        "q" + row,
                        "output",
                        "It is so.\n#### " + (row % 4 == 0 ? row + 1 : row),
                        "reference",
                        "" + row));
            }
        }
        put(answers, "in/a/predictions.jsonl");
        Path samples = cluster.folder().resolve("samples.jsonl");
        Path score = cluster.folder().resolve("score.json");
        try (JsonLines.Writer out = JsonLines.Writer.create(samples)) {
            Files.writeString(score, Json.pretty(Scorer.answers("gsm8k", answers, Optional.empty(), out::write)));
        }
        int code = submit(
                        "score",
                        "score",
                        "gsm8k",
                        "--predictions",
                        "a=" + base + "/in/a/*.jsonl",
                        "--out",
                        base + "/scores",
                        "--join")
                .waitFor();
        measured(
                "scored",
                count + " answers, exit code " + code + ", same bytes as one machine: "
                        + (isSame(score, "scores/a/score.json") && isSame(samples, "scores/a/samples.jsonl")));
    }

    private void judged() throws IOException, InterruptedException {
        Path answers = cluster.folder().resolve("judged.jsonl");
        try (JsonLines.Writer out = JsonLines.Writer.create(answers)) {
            for (int row = 0; row < 60; row++) {
                out.write(Map.of("id", "q" + row, "question", "What is " + row / 2 + "?", "output", "answer " + row));
            }
        }
        put(answers, "in/b/predictions.jsonl");
        Path config = Files.writeString(
                cluster.folder().resolve("judge.yaml"),
                "protocol: mt-bench\nmodel: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: 4}}\n");
        long before = cluster.counts().requests();
        int code = submit(
                        "judge",
                        "judge",
                        config + "",
                        "--predictions",
                        base + "/in/b/predictions.jsonl",
                        "--out",
                        base + "/judged")
                .waitFor();
        long asked = cluster.counts().requests() - before;
        int again = cluster.counts().againPaidAt().size();
        Path one = cluster.folder().resolve("judged-one");
        JudgeConfig judge = JudgeTask.read(new PartTask.Text("judge.yaml", Files.readString(config)));
        try (AnswerStore kept = AnswerStore.open(cluster.folder().resolve("judged.sqlite"));
                var model = judge.model()
                        .open(new ModelAccess(
                                Path::of,
                                CheckpointConfig.Opener.NONE,
                                Map.of("STUB", cluster.serviceAddress()),
                                kept))) {
            judge.judge(
                            "",
                            model,
                            4,
                            List.copyOf(JudgedAnswer.read(answers).values()),
                            Optional.empty(),
                            Path::of,
                            Progress.SILENT)
                    .write(one);
        }
        measured(
                "judged",
                "60 answers, exit code " + code + ", " + asked + " requests, paid again in all " + again
                        + ", same bytes as one machine: "
                        + (isSame(one.resolve(JudgeConfig.FILE), "judged/b/" + JudgeConfig.FILE)
                                && isSame(one.resolve(JudgeConfig.ROWS_FILE), "judged/b/" + JudgeConfig.ROWS_FILE)));
    }

    private void measured(String what, String text) {
        System.out.println("measured | " + name + " | " + what + " | " + text);
    }
}
