package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import picocli.CommandLine;

class RealignConvertCommandTest {
    private static final Conversation ROW = new Conversation(
            "a",
            List.of(new Turn(Role.USER, "How far?"), new Turn(Role.ASSISTANT, "Step 1: 3 km.\nThe answer is 3.")),
            null,
            List.of(),
            Map.of("answer", "3"));

    @TempDir
    Path folder;

    private Path rows;

    @BeforeEach
    void rows() {
        rows = folder.resolve("conversations.jsonl");
        DataFormats.write(rows, "conversations", Stream.of(ROW));
    }

    @ParameterizedTest
    @CsvSource({
        "alpaca, train.json",
        "sharegpt, train.json.gz",
        "messages, train.parquet",
        "dolly, train.jsonl.gz",
        "gsm8k, train.jsonl",
        "no-robots, train.parquet",
        "open-platypus, train.json",
        "realign, train.json",
        "ultrachat, train.jsonl",
        "openorca, train.parquet",
        "oasst, train.jsonl",
        "distilabel, train.json",
        "prompt-completion, train.jsonl"
    })
    void aRealignedSetIsWrittenForOtherTrainers(String format, String name) {
        Path out = folder.resolve(name);
        assertThat(run("realign", "convert", rows.toString(), "--to", format, "--out", out.toString()))
                .isZero();
        try (Stream<Conversation> written = DataFormats.read(out, Optional.of(format))) {
            Conversation row = written.findFirst().orElseThrow();
            assertThat(row.question()).isEqualTo(ROW.question());
            assertThat(row.response()).startsWith(ROW.response());
        }
    }

    @Test
    void whatTheFormatCannotSayLeavesNoFile() throws IOException {
        DataFormats.write(
                rows,
                "conversations",
                Stream.of(
                        ROW,
                        new Conversation(
                                "b",
                                List.of(
                                        new Turn(Role.USER, "1"),
                                        new Turn(Role.ASSISTANT, "2"),
                                        new Turn(Role.USER, "3"),
                                        new Turn(Role.ASSISTANT, "4")),
                                null,
                                List.of(),
                                Map.of())));
        Path out = folder.resolve("train.json");
        assertThat(run("realign", "convert", rows.toString(), "--to", "math", "--out", out.toString()))
                .isEqualTo(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(rows);
        }
    }

    @Test
    void aFileWithoutRowsIsRefusedWhereItsFormatIsNamed() throws IOException {
        Files.writeString(rows, "\n");
        String out = folder.resolve("train.parquet").toString();
        assertThat(told(1, "--format", "alpaca", "--to", "messages", "--out", out))
                .contains("conversations.jsonl: the file has no rows");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(rows);
        }
    }

    @Test
    void aPlaceThatCannotTakeTheRowsIsToldInASentence() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("train.json"));
        assertThat(told(2, "--to", "alpaca", "--out", taken.toString())).contains("is a folder; name a file in it");
        assertThat(told(
                        2,
                        "--to",
                        "alpaca",
                        "--out",
                        folder.resolve("train.xlsx").toString()))
                .contains("train.xlsx) must end in one of .jsonl,");
        assertThat(told(1, "--to", "alpaca", "--out", rows.resolve("train.json").toString()))
                .contains("conversations.jsonl", "check the path, its rights");
    }

    @Test
    void anUnknownFormatIsUsage() {
        assertThat(run("realign", "convert", rows.toString(), "--to", "alpacca", "--out", "x.json"))
                .isEqualTo(2);
    }

    private String told(int code, String... options) {
        StringWriter err = new StringWriter();
        CommandLine line = Harness.commandLine().setErr(new PrintWriter(err, true));
        assertThat(line.execute(Stream.concat(Stream.of("realign", "convert", rows.toString()), Stream.of(options))
                        .toArray(String[]::new)))
                .isEqualTo(code);
        assertThat(err.toString()).doesNotContain("an internal error");
        return err.toString();
    }

    private static int run(String... arguments) {
        return Harness.commandLine().execute(arguments);
    }
}
