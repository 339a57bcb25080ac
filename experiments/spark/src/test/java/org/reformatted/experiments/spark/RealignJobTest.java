package org.reformatted.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.SharedLimits;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;

/** A job on Spark in this process writes what the pipeline of one machine writes. */
class RealignJobTest {
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    /** Rows of which every seventh question stands twice, with a blank line and letters of several bytes. */
    private Path rows(int count) throws IOException {
        StringBuilder lines = new StringBuilder("\uFEFF");
        for (int row = 0; row < count; row++) {
            int asked = row % 7 == 6 ? row - 1 : row;
            lines.append(Json.line(Map.of(
                            "question", "How many äpfel are " + asked + " and " + (asked + 3) + "?",
                            "answer",
                                    asked + " + " + (asked + 3) + " = <<" + asked + "+3=1>>" + (2 * asked + 3)
                                            + "\n#### " + (2 * asked + 3))))
                    .append(row % 50 == 0 ? "\n\n" : "\n");
        }
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, lines);
        return file;
    }

    private static String run(
            String yaml, Path out, Path input, int parts, boolean parquet, Map<String, String> environment) {
        return run(yaml, InputPieces.address(out), InputPieces.address(input), parts, parquet, environment);
    }

    private static String run(
            String yaml, String out, String input, int parts, boolean parquet, Map<String, String> environment) {
        PartTask.Text text = new PartTask.Text("realign.yaml", yaml);
        RealignConfig config = text.read();
        Map<String, EndpointConfig> endpoints = new TreeMap<>();
        config.models().values().forEach(model -> {
            EndpointConfig endpoint = (EndpointConfig) model;
            endpoints.put(endpoint.answeringAs(), endpoint);
        });
        LimitsPlugin.prepare(new SharedLimits(endpoints, System.nanoTime()), environment);
        SparkConf spark = new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.hadoop.fs." + ObjectStore.SCHEME + ".impl", ObjectStore.class.getName())
                .set("spark.plugins", LimitsPlugin.class.getName());
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            Function<String, Path> local = Path::of;
            return new JobRun(context, new JobFolder(out), text, config, local)
                    .run(new JobRun.Wanted(input, parts, parquet, true));
        }
    }

    private static void assertSame(Path one, Path other) throws IOException {
        for (String name : OrderedOutput.FILES) {
            assertThat(Files.readString(other.resolve(name))).as(name).isEqualTo(Files.readString(one.resolve(name)));
        }
        assertThat(Json.MAPPER.readTree(other.resolve("summary.json").toFile()))
                .isEqualTo(Json.MAPPER.readTree(one.resolve("summary.json").toFile()));
    }

    @Test
    void rulesWriteWhatOneMachineWrites() throws IOException {
        Path rows = rows(ROWS);
        String yaml = "input: {path: " + rows + ", format: gsm8k, limit: 200, seed: 5}\ncategory: math_puzzles\n";
        RealignConfig config = new PartTask.Text("realign.yaml", yaml).read();
        RealignPipeline.run(config, Path::of, folder.resolve("one"), Progress.SILENT);
        run(yaml, folder.resolve("spark"), rows, 3, false, Map.of());
        assertSame(folder.resolve("one"), folder.resolve("spark"));
    }

    /** A tokenizer is a folder of files that are no text; it is hashed and sent to the executors as it is. */
    @Test
    void filesOfTheConfigAreSentAlong() throws IOException {
        Path rows = rows(40);
        Path tokenizer = Path.of(System.getProperty("project.root", "../.."), "experiments/models/quickstart-base");
        String yaml =
                "input: {path: " + rows + ", format: gsm8k}\ncategory: math_puzzles\ntokenizer: " + tokenizer + "\n";
        RealignConfig config = new PartTask.Text("realign.yaml", yaml).read();
        RealignPipeline.run(config, Path::of, folder.resolve("one"), Progress.SILENT);
        run(yaml, folder.resolve("spark"), rows, 2, true, Map.of());
        run(yaml, folder.resolve("spark"), rows, 2, false, Map.of());
        assertSame(folder.resolve("one"), folder.resolve("spark"));
        assertThat(folder.resolve("spark/conversations").toFile().list()).containsExactly("part-00000.jsonl");
    }

    @Test
    void aModelIsAskedEachRequestOnceAndTheRowsKeepTheirOrder() throws IOException {
        Path rows = rows(ROWS);
        String yaml = "input: {path: " + rows + ", format: gsm8k}\ncategory: math_puzzles\nfilters: [length]\n"
                + "reformatter: {model: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: 4,"
                + " price: {promptPerMillion: 1, completionPerMillion: 2}}}}\n";
        try (StubService stub = new StubService(0, 1)) {
            Map<String, String> environment = Map.of("STUB", stub.address());
            RealignPipeline.run(
                    new PartTask.Text("realign.yaml", yaml).read(),
                    Path::of,
                    CheckpointConfig.Opener.NONE,
                    environment,
                    folder.resolve("one"),
                    Progress.SILENT);
            long asked = stub.counts().requests();
            try (StubService second = new StubService(0, 1)) {
                run(yaml, folder.resolve("spark"), rows, 5, false, Map.of("STUB", second.address()));
                assertThat(second.counts()).isEqualTo(new StubService.Counts(asked, List.of(), 0, 0));
                for (int part = 0; part < 5; part++) {
                    Files.delete(folder.resolve("spark/_work/0000" + part + "/done.json"));
                }
                run(yaml, folder.resolve("spark"), rows, 2, false, Map.of("STUB", second.address()));
                assertThat(second.counts()).isEqualTo(new StubService.Counts(asked, List.of(), 0, 0));
            }
        }
        assertSame(folder.resolve("one"), folder.resolve("spark"));
    }

    /** Rows, answers and results on a file system that keeps nothing of a file before it is closed; a part that is begun again pays nothing. */
    @Test
    void aFileSystemThatDoesNotFlushLosesNoAnswer() throws IOException {
        Path rows = rows(60);
        String yaml = "input: {path: " + rows + ", format: gsm8k}\ncategory: math_puzzles\nfilters: [length]\n"
                + "reformatter: {model: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: 4}}}\n";
        String out = ObjectStore.SCHEME + "://" + folder.resolve("spark");
        try (StubService stub = new StubService(0, 1)) {
            Map<String, String> environment = Map.of("STUB", stub.address());
            run(yaml, out, ObjectStore.SCHEME + "://" + rows, 3, false, environment);
            StubService.Counts paid = stub.counts();
            Files.delete(folder.resolve("spark/_work/00001/done.json"));
            run(yaml, out, ObjectStore.SCHEME + "://" + rows, 3, false, environment);
            assertThat(stub.counts()).isEqualTo(paid);
            RealignPipeline.run(
                    new PartTask.Text("realign.yaml", yaml).read(),
                    Path::of,
                    CheckpointConfig.Opener.NONE,
                    environment,
                    folder.resolve("one"),
                    Progress.SILENT);
        }
        assertSame(folder.resolve("one"), folder.resolve("spark"));
    }

    /** What a search found is kept as answers are: a part that is begun again searches and asks nothing. */
    @Test
    void aWebSearchIsPaidOnceAndItsPassagesAreThoseOfOneMachine() throws IOException {
        Path rows = rows(80);
        String yaml =
                "input: {path: " + rows + ", format: gsm8k}\ncategory: open_qa\nfilters: []\nevidence: {web: {}}\n"
                        + "reformatter: {model: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: 4}}}\n";
        try (StubService one = new StubService(0, 1);
                StubService other = new StubService(0, 1)) {
            RealignPipeline.run(
                    new PartTask.Text("realign.yaml", yaml).read(),
                    Path::of,
                    CheckpointConfig.Opener.NONE,
                    searching(one),
                    folder.resolve("one"),
                    Progress.SILENT);
            assertThat(Files.readString(folder.resolve("one/evidence.jsonl"))).contains("It is said of");
            StubService.Counts paid = new StubService.Counts(one.counts().requests(), List.of(), 0, 0);
            run(yaml, folder.resolve("spark"), rows, 3, false, searching(other));
            assertThat(other.counts()).isEqualTo(paid);
            for (int part = 0; part < 3; part++) {
                Files.delete(folder.resolve("spark/_work/0000" + part + "/done.json"));
            }
            run(yaml, folder.resolve("spark"), rows, 3, false, searching(other));
            assertThat(other.counts()).isEqualTo(paid);
        }
        assertSame(folder.resolve("one"), folder.resolve("spark"));
    }

    private static Map<String, String> searching(StubService stub) {
        return Map.of(
                "STUB",
                stub.address(),
                "SERPER_API_KEY",
                "a-key",
                "SERPER_BASE_URL",
                stub.address().replace("/v1", ""));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 64, 1000})
    void eachLineIsInOnePieceWhateverTheirLength(long bytes) throws IOException {
        Path rows = rows(12);
        List<String> lines = new ArrayList<>();
        for (Piece piece : InputPieces.find(rows.toUri().toString(), bytes)) {
            try (BufferedReader reader = InputPieces.lines(piece)) {
                reader.lines().forEach(lines::add);
            }
        }
        assertThat(String.join("\n", lines) + "\n")
                .isEqualTo(Files.readString(rows, StandardCharsets.UTF_8).substring(1));
    }
}
