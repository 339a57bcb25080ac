package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class RowFileTest {
    @TempDir
    Path folder;

    static List<String> endings() {
        return RowFile.ENDINGS;
    }

    private static List<ObjectNode> rows() {
        return List.of(
                Json.MAPPER.createObjectNode().put("id", "a").put("text", "one,\n\"two\""),
                Json.MAPPER.createObjectNode().put("id", "b").put("text", "größer 😀"));
    }

    private static List<JsonNode> read(Path file) {
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            return rows.map(JsonLines.Row::node).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("endings")
    void whatIsWrittenIsReadByTheSameEnding(String ending) {
        Path file = folder.resolve("rows" + ending);
        RowFile.write(file, rows().stream());
        assertThat(read(file)).isEqualTo(rows());
    }

    @Test
    void anArrayHasARowALine() throws IOException {
        Path file = folder.resolve("rows.json");
        RowFile.write(file, rows().stream());
        assertThat(Files.readAllLines(file)).hasSize(4).startsWith("[").endsWith("]");
        RowFile.write(file, Stream.of());
        assertThat(file).hasContent("[]\n");
        assertThat(read(file)).isEmpty();
    }

    @Test
    void theFirstValueShowsHowJsonIsLaidOut() throws IOException {
        Path file = folder.resolve("rows.txt");
        for (String layout : List.of(
                "{\"a\":1}\n{\"a\":2}\n",
                "[{\"a\":1},{\"a\":2}]",
                "{\n\"a\":1\n}\n{\n\"a\":2\n}\n",
                "\n\n{\"a\":1}\n\n{\"a\":2}")) {
            Files.writeString(file, layout);
            assertThat(read(file)).as(layout).hasToString("[{\"a\":1}, {\"a\":2}]");
        }
    }

    @Test
    void aFolderIsReadInTheOrderOfItsNames() {
        for (String name : List.of("b.jsonl", "a.csv")) {
            RowFile.write(
                    folder.resolve(name),
                    Stream.of(Json.MAPPER.createObjectNode().put("from", name)));
        }
        assertThat(read(folder)).extracting(row -> row.get("from").asText()).containsExactly("a.csv", "b.jsonl");
    }
}
