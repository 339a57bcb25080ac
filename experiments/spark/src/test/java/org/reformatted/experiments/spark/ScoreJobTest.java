package org.reformatted.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.score.AnswerScorer;
import org.reformatted.eval.score.Scorer;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/** Scores on Spark in this process are those of one machine, byte for byte, however small the pieces are. */
class ScoreJobTest {
    private static final long SMALL = 300;

    @TempDir
    Path folder;

    private void score(String task, Optional<Path> data, Map<String, Path> files) {
        AnswerScorer scorer = AnswerScorer.of(task, data.map(Path::toString), Path::of);
        Map<String, String> addresses = new LinkedHashMap<>();
        files.forEach((name, file) -> addresses.put(name, InputPieces.address(file)));
        SparkConf spark = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
        String out = InputPieces.address(folder.resolve("out"));
        new JobOutput(out).locked("test", spark, (context, work) -> {
            new ScoreRun(context, work, scorer)
                    .run(new ScoreRun.Wanted(task, task.endsWith(".yaml"), addresses, true), SMALL);
            return "";
        });
    }

    private void assertAsOneMachine(String task, Optional<Path> data, String name, Path file) throws IOException {
        Path samples = folder.resolve("one.jsonl");
        String report;
        try (JsonLines.Writer out = JsonLines.Writer.create(samples)) {
            report = Json.pretty(Scorer.answers(task, file, data, out::write));
        }
        assertThat(Files.readString(folder.resolve("out/" + name + "/score.json")))
                .isEqualTo(report);
        assertThat(folder.resolve("out/" + name + "/samples.jsonl")).hasSameTextualContentAs(samples);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Answers with and without ids, blank lines and letters of several bytes. */
    private static String answers(int count) {
        StringBuilder lines = new StringBuilder("\uFEFF");
        for (int row = 0; row < count; row++) {
            lines.append(Json.line(Map.of(
                            row % 3 == 0 ? "id" : "note",
                            "q" + row,
                            "output",
                            "Äpfel: " + row + "\n#### " + (row % 4 == 0 ? row + 1 : row),
                            "reference",
                            "" + row)))
                    .append(row % 10 == 0 ? "\n\n" : "\n");
        }
        return lines.toString();
    }

    @Test
    void manyFilesInPiecesAndWholeAreScoredAsByOneMachine() throws IOException {
        Path lines = write("with space.jsonl", answers(120));
        Path parquet = folder.resolve("b.parquet");
        try (var rows = RowFile.read(write("b.jsonl", answers(50).substring(1).replace("\"note\"", "\"id\"")))) {
            RowFile.write(parquet, rows.map(JsonLines.Row::node));
        }
        Path zipped = folder.resolve("c.jsonl.gz");
        try (var rows = RowFile.read(lines)) {
            RowFile.write(zipped, rows.map(JsonLines.Row::node));
        }
        Map<String, Path> files = Map.of("a", lines, "b", parquet, "c", zipped);
        score("gsm8k", Optional.empty(), files);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            assertAsOneMachine("gsm8k", Optional.empty(), file.getKey(), file.getValue());
        }
        Files.delete(folder.resolve("out/a/score.json"));
        Files.delete(folder.resolve("out/_work/00003/sums.jsonl"));
        score("gsm8k", Optional.empty(), files);
        assertAsOneMachine("gsm8k", Optional.empty(), "a", lines);
        assertThatThrownBy(() -> score("math", Optional.empty(), files))
                .hasMessageContaining("the scores of other files, or of another task");
    }

    /** The rows of the second filter repeat the answers of the first, and rows without an own id are numbered by answers. */
    @Test
    void aHarnessSamplesCountOnceAndSubtasksHaveTheirMeans() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < 60; row++) {
            for (String filter : List.of("strict-match", "flexible-extract")) {
                lines.append(Json.line(Map.of(
                                "resps",
                                List.of(List.of("the answer is (" + "ABC".charAt(row % 3) + ").")),
                                "filter",
                                filter,
                                "doc",
                                Map.of("task", "task" + row % 7),
                                "target",
                                "(A)")))
                        .append('\n');
            }
        }
        Path file = write("samples.jsonl", lines.toString());
        score("bbh", Optional.empty(), Map.of("lm", file));
        assertAsOneMachine("bbh", Optional.empty(), "lm", file);
    }

    /** Means of measures depend on the order of the sum in their last bits; of 30 faults 20 are listed. */
    @Test
    void measuresAndATasksOwnFileGiveTheSameBits() throws IOException {
        StringBuilder answers = new StringBuilder();
        StringBuilder data = new StringBuilder();
        for (int row = 0; row < 90; row++) {
            String text = "Readable words number " + row + ". " + "Unfortunately incomprehensible. ".repeat(row % 13);
            answers.append(Json.line(Map.of("id", "r" + row, "output", text))).append('\n');
            data.append(Json.line(Map.of("id", "r" + row, "q", "say " + row, "a", row % 3 == 0 ? "" : "yes")))
                    .append('\n');
        }
        Path task = write("own.yaml", """
            name: own
            version: 1
            id: id
            prompt: '{q}'
            reference: '{a}'
            policies: [{of: readability}]
            data: d.jsonl
            """);
        Optional<Path> rows = Optional.of(write("d.jsonl", data.toString()));
        Path file = write("answers.jsonl", answers.toString());
        score(task.toString(), rows, Map.of("r", file));
        assertAsOneMachine(task.toString(), rows, "r", file);
    }

    @Test
    void anErrorIsTheSentenceOfOneMachine() throws IOException {
        String twice = answers(60).substring(1) + "{\"id\": \"q33\", \"output\": \"1\", \"reference\": \"1\"}\n";
        for (String text : List.of(
                twice, answers(40) + "{\"output\": \"1\"}\n" + answers(3).substring(1), "\n")) {
            Path file = write("wrong.jsonl", text);
            folder.resolve("out/_job.json").toFile().delete();
            String sentence = "";
            try {
                Scorer.answers("gsm8k", file, Optional.empty(), row -> {});
            } catch (RuntimeException e) {
                sentence = e.getMessage();
            }
            assertThatThrownBy(() -> score("gsm8k", Optional.empty(), Map.of("a", file)))
                    .hasMessage(sentence);
            for (int piece = 0; piece < 40; piece++) {
                folder.resolve(String.format("out/_work/%05d/sums.jsonl", piece))
                        .toFile()
                        .delete();
            }
        }
    }

    @Test
    void filesHaveTheNamesThatAreGivenOrTheirOwn() {
        assertThat(AnswerFiles.named(
                        List.of("x=hdfs://h/a.jsonl", "s3a://b/run-1/predictions.jsonl", "/data/c.jsonl.gz")))
                .isEqualTo(Map.of(
                        "x", "hdfs://h/a.jsonl", "run-1", "s3a://b/run-1/predictions.jsonl", "c", "/data/c.jsonl.gz"));
        assertThatThrownBy(() -> AnswerFiles.named(List.of("/a/c.jsonl", "/b/c.jsonl")))
                .hasMessageContaining("first=");
    }
}
