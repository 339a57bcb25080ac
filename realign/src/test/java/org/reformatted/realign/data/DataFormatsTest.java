package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class DataFormatsTest {
    private static final Conversation SAMPLE = new Conversation(
            "row-1",
            List.of(new Turn(Role.USER, "How far?\nSay \"é\"."), new Turn(Role.ASSISTANT, "3 km.\n#### 3")),
            null,
            List.of(),
            Map.of("answer", "3"));

    @TempDir
    Path folder;

    @Test
    void readsGsm8kAndKeepsTheGoldAnswerAside() throws IOException {
        Path file = write("g.jsonl", "{\"question\": \"How many?\", \"answer\": \"1+1=<<1+1=2>>2\\n#### 1,002\"}\n");
        Conversation row = read(file, null).get(0);
        assertThat(row.id()).isEqualTo("gsm8k-1");
        assertThat(row.question()).isEqualTo("How many?");
        assertThat(row.response()).isEqualTo("1+1=<<1+1=2>>2\n#### 1,002");
        assertThat(row.provenance()).containsEntry("answer", "1,002");
    }

    @Test
    void readsThePapersFormatWithCategoryEvidenceAndTag() throws IOException {
        Path file = write("r.json", """
            [
             {"id": 7, "items": [
                {"from": "human", "value": "Who?", "category": "open_qa", "evidence": ["one", {"text": "two", "source": "s", "score": 2.5}]},
                {"from": "gpt", "value": "Ada."}], "tag": "rewrite"},
             {"items": [{"from": "human", "value": "When?"}, {"from": "gpt", "value": "1843."}], "id": "x"}
            ]
            """);
        List<Conversation> rows = read(file, null);
        assertThat(rows.get(0).id()).isEqualTo("7");
        assertThat(rows.get(0).category()).isEqualTo("open_qa");
        assertThat(rows.get(0).evidence()).containsExactly(new Passage("one", "", 0), new Passage("two", "s", 2.5));
        assertThat(rows.get(0).provenance()).containsEntry("tag", "rewrite");
        assertThat(rows.get(1).category()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "conversations, jsonl",
        "conversations, json",
        "realign, json",
        "realign, jsonl.gz",
        "messages, jsonl",
        "sharegpt, json.gz",
        "gsm8k, jsonl",
        "math, jsonl",
        "alpaca, json",
        "dolly, jsonl",
        "open-platypus, jsonl.gz",
        "no-robots, jsonl",
        "conversations, parquet",
        "realign, parquet",
        "messages, parquet",
        "alpaca, parquet",
        "no-robots, parquet",
        "gsm8k, parquet"
    })
    void whatIsWrittenIsReadAgain(String format, String ending) {
        Path file = folder.resolve("rows." + ending);
        DataFormats.write(file, format, Stream.of(SAMPLE));
        assertThat(DataFormats.detect(file).name()).isEqualTo(format);
        Conversation row = read(file, null).get(0);
        assertThat(row.id()).isEqualTo("row-1");
        assertThat(row.turns()).isEqualTo(SAMPLE.turns());
    }

    @ParameterizedTest
    @CsvSource({
        "conversations, jsonl",
        "realign, jsonl",
        "messages, jsonl",
        "sharegpt, jsonl",
        "no-robots, jsonl",
        "conversations, parquet",
        "sharegpt, parquet"
    })
    void manyTurnsSurvive(String format, String ending) {
        Conversation chat = new Conversation(
                "c",
                List.of(
                        new Turn(Role.SYSTEM, "Be kind."),
                        new Turn(Role.USER, "Hi"),
                        new Turn(Role.ASSISTANT, "Hello"),
                        new Turn(Role.USER, "Bye"),
                        new Turn(Role.ASSISTANT, "Bye")),
                null,
                List.of(),
                Map.of());
        Path file = folder.resolve("chat." + ending);
        DataFormats.write(file, format, Stream.of(chat));
        assertThat(read(file, format).get(0).turns()).isEqualTo(chat.turns());
    }

    @Test
    void refusesManyTurnsWhereTheFormatHasOne() {
        Conversation chat = new Conversation(
                "c",
                List.of(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "b"), new Turn(Role.USER, "c")),
                null,
                List.of(),
                Map.of());
        assertThatThrownBy(() -> DataFormats.write(folder.resolve("x.jsonl"), "alpaca", Stream.of(chat)))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "conversation c: it has 3 turns; expected one question and one answer, which is all that format"
                                + " alpaca can contain; write it as messages, sharegpt, conversations");
    }

    @Test
    void partsInstructionAndInputAgain() throws IOException {
        Path file = write("a.json", "[{\"instruction\": \"Sort.\", \"input\": \"b, a\", \"output\": \"a, b\"}]");
        Conversation row = read(file, null).get(0);
        assertThat(row.question()).isEqualTo("Sort.\n\nb, a");
        Path again = folder.resolve("again.jsonl");
        DataFormats.write(again, "alpaca", Stream.of(row));
        assertThat(Files.readString(again))
                .isEqualTo("{\"id\":\"alpaca-1\",\"instruction\":\"Sort.\",\"input\":\"b, a\",\"output\":\"a, b\"}\n");
    }

    @Test
    void readsHistoryAndBareTexts() throws IOException {
        Path history = write(
                "h.json",
                "[{\"instruction\": \"And?\", \"input\": \"\", \"output\": \"So.\", \"history\": [[\"a\", \"b\"]]}]");
        assertThat(read(history, null).get(0).turns()).extracting(Turn::text).containsExactly("a", "b", "And?", "So.");
        Path lima = write("l.jsonl", "{\"conversations\": [\"q\", \"a\"], \"source\": \"stackexchange\"}");
        assertThat(read(lima, null).get(0).turns())
                .containsExactly(new Turn(Role.USER, "q"), new Turn(Role.ASSISTANT, "a"));
    }

    @Test
    void aRepeatedIdIsAnErrorAtItsLine() throws IOException {
        String row = "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"#### 1\"}\n";
        Path file = write("d.jsonl", row + "\n" + row);
        assertThatThrownBy(() -> read(file, "gsm8k"))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ":3: the id \"a\" again; expected a unique id; rename or remove this row");
    }

    @Test
    void amongManyIdsOnlyTheRepeatedOneIsTold() {
        DistinctIds ids = new DistinctIds();
        assertThat(IntStream.range(0, 200_000).allMatch(i -> ids.add("row-" + i)))
                .isTrue();
        assertThat(ids.add("row-123456")).isFalse();
    }

    @Test
    void aMissingFieldIsToldWithItsPlace() throws IOException {
        Path file = write("m.jsonl", "{\"question\":\"q\",\"answer\":\"#### 1\"}\n{\"question\":\"q\"}\n");
        assertThatThrownBy(() -> read(file, null))
                .hasMessage(file
                        + ":2: the field answer is missing; expected a text there; add it, or name the file's format");
    }

    @Test
    void aGoldAnswerMustBeMarked() throws IOException {
        Path file = write("m.jsonl", "{\"question\":\"q\",\"answer\":\"one\"}\n");
        assertThatThrownBy(() -> read(file, null)).hasMessageContaining(file + ":1: the answer has no \"####\"");
    }

    @Test
    void truncatedJsonIsToldWithItsLine() throws IOException {
        Path lines = write("t.jsonl", "{\"question\":\"q\",\"answer\":\"#### 1\"}\n{\"question\":\"q\",\"ans");
        assertThatThrownBy(() -> read(lines, "gsm8k")).hasMessageContaining(lines + ":2: this line is not valid JSON");
        Path array = write("t.json", "[{\"question\":\"q\",\"answer\":\"#### 1\"},\n{\"question\":\"q\",\n\"ans");
        assertThatThrownBy(() -> read(array, "gsm8k"))
                .hasMessageContaining(array + ":3: the JSON is truncated or malformed here");
        Path open = write("o.json", "[{\"question\":\"q\",\"answer\":\"#### 1\"}\n");
        assertThatThrownBy(() -> read(open, "gsm8k")).hasMessageContaining("the JSON is truncated");
    }

    @Test
    void anUnknownShapeNamesItsFieldsAndTheFormats() throws IOException {
        Path file = write("u.jsonl", "{\"prompt\":\"q\",\"reply\":\"a\"}\n");
        assertThatThrownBy(() -> read(file, null))
                .hasMessageContaining("the first row has the fields prompt, reply")
                .hasMessageContaining("alpaca");
        assertThatThrownBy(() -> read(file, "gsm9k")).hasMessageContaining("format \"gsm9k\" is not known");
    }

    @Test
    void parquetKeepsNumbersListsAndWhatLaterRowsBring() {
        Path file = folder.resolve("rows.parquet");
        List<JsonNode> rows = Stream.of(
                        "{\"a\":\"x\",\"n\":2.5,\"list\":[{\"k\":\"v\"},{\"k\":\"w\",\"s\":1.0}]}",
                        "{\"a\":\"y\",\"late\":{\"deep\":[\"p\",\"q\"]}}")
                .map(DataFormatsTest::json)
                .toList();
        RowFile.write(file, rows.stream());
        try (Stream<JsonLines.Row> read = RowFile.read(file)) {
            assertThat(read.map(JsonLines.Row::node)).isEqualTo(rows);
        }
    }

    /** The files are from pyarrow's: see src/test/python/make_parquet.py. */
    @ParameterizedTest
    @ValueSource(strings = {"messages-snappy.parquet", "messages-zstd.parquet"})
    void readsParquetAsHuggingFaceLaysItOut(String name) throws Exception {
        List<Conversation> rows =
                read(Path.of(DataFormatsTest.class.getResource(name).toURI()), null);
        assertThat(rows).extracting(Conversation::id).containsExactly("p1", "p2");
        assertThat(rows.get(0).provenance()).containsEntry("category", "Open QA");
        assertThat(rows.get(1).turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, "Be brief."),
                        new Turn(Role.USER, "Count to two."),
                        new Turn(Role.ASSISTANT, "1, 2 \u2713"));
    }

    @Test
    void parquetOfAnotherCodecIsToldByItsName() throws Exception {
        Path file =
                Path.of(DataFormatsTest.class.getResource("gsm8k-gzip.parquet").toURI());
        assertThatThrownBy(() -> read(file, null))
                .hasMessageContaining("columns compressed with GZIP; expected snappy, zstd or none");
    }

    @Test
    void aTruncatedParquetFileIsTold() throws IOException {
        Path file = folder.resolve("rows.parquet");
        DataFormats.write(file, "messages", Stream.of(SAMPLE));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> read(file, null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.parquet: not a valid Parquet file after row 0");
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void emptyAndMissingFilesAreTold() throws IOException {
        Path empty = write("e.jsonl", "\n");
        assertThatThrownBy(() -> read(empty, null)).hasMessageContaining("the file has no rows");
        assertThatThrownBy(() -> read(folder.resolve("none.jsonl"), null)).hasMessageContaining("no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "gsm8k/train.jsonl, gsm8k, 7473",
        "math/MATH_train_600.jsonl, math, 600",
        "math/MATH500_test.jsonl, math, 500",
        "realign/nq/nq_factuality_100_realign.json, realign, 100",
        "alpaca/alpaca_random_9k.json, alpaca, 9000",
        "dolly/dolly_3k.json, alpaca, 3000",
        "lima/lima.json, alpaca, 1029"
    })
    void realFilesAreToldByTheirFirstRowAndSurviveARoundTrip(String name, String format, int rows) {
        Path file = Shared.data(name);
        assertThat(DataFormats.detect(file).name()).isEqualTo(format);
        List<Conversation> read = read(file, null);
        assertThat(read.size()).isBetween(rows * 9 / 10, rows * 11 / 10);
        List<Conversation> sample =
                read.stream().filter(c -> c.turns().size() == 2).toList();
        Path again = folder.resolve("again.json.gz");
        DataFormats.write(again, format, sample.stream());
        assertThat(withoutPlaces(read(again, format)).equals(withoutPlaces(sample)))
                .as("equal rows")
                .isTrue();
    }

    private static List<Conversation> withoutPlaces(List<Conversation> rows) {
        return rows.stream().map(row -> row.withPlace(null)).toList();
    }

    private List<Conversation> read(Path file, String format) {
        try (Stream<Conversation> rows = DataFormats.read(file, Optional.ofNullable(format))) {
            return rows.toList();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
