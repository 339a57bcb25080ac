package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;

/** A file of rows is read to its end, or refused with the line that was not understood. */
class WholeInputTest {
    private static final String ONE = "{\"instruction\": \"a\", \"input\": \"\", \"output\": \"1\"}";
    private static final String TWO = "{\"instruction\": \"b\", \"input\": \"\", \"output\": \"2\"}";
    private static final String PRETTY =
            ONE.replace(", ", ",\n  ").replace("{", "{\n  ").replace("}", "\n}");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[%1]\\n[%2] | 2: something follows the array",
                "[%1]\\n\\ngarbage | 3: the JSON is truncated or malformed",
                "[%1,\\n%2,\\n] | 3: the JSON is truncated or malformed",
                "[%1] ] | 1: the JSON is truncated or malformed",
                "[%1]\\n%2 | 2: something follows the array",
                "[%1\\n%2] | 2: the JSON is truncated or malformed",
                "[%1 | the JSON is truncated or malformed",
                "{\"data\": [%1]}\\n{\"data\": [%2]} | 2: something follows the object",
                "{\"data\": [%1],\\n\"test\": [%2]} | 2: the field test after the rows in data",
                "%1\\n[%2] | 2: a row that is not an object",
                "%1 %2 | 1: this line is not valid JSON",
                "%1\\n%2 x | 2: this line is not valid JSON",
                "%1\\n"
                        + "{\"instruction\": \"a\", \"instruction\": \"b\", \"output\": \"\"} | 2: this line is not valid"
                        + " JSON",
                "[%1,\\n"
                        + "{\"instruction\": \"a\", \"instruction\": \"b\", \"output\": \"\"}] | 2: the JSON is truncated"
                        + " or malformed",
                "%1\\n"
                        + "{\"instruction\": \"half \\ud83d\", \"output\": \"\"} | 2: a text with half of a surrogate pair"
                        + " (\\ud83d)",
                "[%1,\\n"
                        + "{\"instruction\": \"x\", \"output\": \"\\ude00\"}] | 2: a text with half of a surrogate pair"
                        + " (\\ude00)",
                "%1\\n{\"instruction\": NaN, \"output\": \"\"} | 2: this line is not valid JSON"
            })
    void whatIsNotWholeIsRefusedWithItsLine(String text, String fault) throws IOException {
        Path file = write("rows.json", filled(text));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.json:")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%1\n%2",
                "\uFEFF%1\n%2\n",
                "\uFEFF[%1,%2]",
                "\n\n%1\r\n\r\n%2\r\n",
                "{\"version\": 1, \"data\": [%1, %2]}",
                "{\"data\": [\n%1,\n%2\n], \"count\": 2}\n",
                "%P\n%2",
                "%P%2\n",
                "[%P, %2]\n\n"
            })
    void otherLayoutsOfTheSameRowsAreRead(String text) throws IOException {
        Path file = write("rows.json", filled(text.replace("%P", PRETTY)));
        assertThat(read(file)).extracting(Conversation::response).containsExactly("1", "2");
    }

    private static String filled(String text) {
        return text.replace("\\n", "\n").replace("%1", ONE).replace("%2", TWO);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirLine() throws IOException {
        Path lines = Files.write(
                folder.resolve("l.jsonl"), (ONE + "\n" + TWO.replace('b', 'é')).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(lines)).hasMessageContaining("l.jsonl:2: found bytes that are not UTF-8");
        String many = IntStream.range(0, 9000).mapToObj(i -> "\n").reduce("[" + ONE, String::concat);
        Path array = Files.write(folder.resolve("a.json"), (many + ", é]").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(array)).hasMessageContaining("a.json:9001: found bytes that are not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void compressedFilesAreReadToTheirEnd(String ending) throws IOException {
        Path file = folder.resolve("rows.jsonl." + ending);
        DataFormats.write(file, "alpaca", Stream.of(Conversation.of("x", "q", "a")));
        byte[] whole = Files.readAllBytes(file);
        assertThat(read(file)).extracting(Conversation::id).containsExactly("x");
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl." + ending);
        byte[] more = Arrays.copyOf(whole, whole.length + 20);
        Arrays.fill(more, whole.length, more.length, (byte) 'x');
        Files.write(file, more);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl." + ending);
    }

    @Test
    void shardsOfAFolderAndOfAPatternAreReadInOrder() throws IOException {
        write("b-2.jsonl", TWO + "\n");
        write("b-1.jsonl", ONE + "\n");
        write("notes.txt", "no rows");
        write("a.csv", "instruction,output\r\n\"c, \"\"d\"\"\n\",3\r\n");
        assertThat(read(folder)).extracting(Conversation::response).containsExactly("3", "1", "2");
        assertThat(read(folder.resolve("b-*.jsonl")))
                .extracting(Conversation::id)
                .containsExactly("alpaca-1", "alpaca-2");
        assertThat(read(folder).get(2).place()).isEqualTo("b-2.jsonl:1");
        assertThatThrownBy(() -> read(folder.resolve("c-*.jsonl"))).hasMessageContaining("no file of rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "instruction,output\\nq | 2: a record of 1 cells; expected 2 cells",
                "instruction,output\\nq,a,b | 2: a record of 3 cells",
                "instruction,output\\nq,\"a | not valid CSV",
                "instruction,output\\n\"q\"x,a | not valid CSV",
                "instruction,output,output\\nq,a,b | 1: the column \"output\" twice"
            })
    void aTableThatIsNotWholeIsRefused(String text, String fault) throws IOException {
        Path file = write("rows.csv", text.replace("\\n", "\n"));
        assertThatThrownBy(() -> read(file)).isInstanceOf(InputException.class).hasMessageContaining(fault);
    }

    @Test
    void rowsThatCannotBeReadAreLeftOutAndCountedWhereThatIsWanted() throws IOException {
        Path file = write("rows.jsonl", ONE + "\n{\"instruction\": 7}\nbroken\n" + TWO + "\n");
        SkippedRows skipped = new SkippedRows(true);
        try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty(), skipped)) {
            assertThat(rows).hasSize(2);
        }
        assertThat(skipped.count()).isEqualTo(2);
    }

    private List<Conversation> read(Path file) {
        try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty())) {
            return rows.toList();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aPathThatIsNoPatternIsNamed() {
        assertThatThrownBy(() -> RowFile.read(Path.of("rows-{a[.jsonl")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows-{a[.jsonl: there is no such file, and it is not a pattern (");
    }
}
