package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    Path folder;

    @Test
    void blankLinesCountAsLinesAndHoldNoRow() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.writeString(file, "{\"a\": 1}\n\n{\"a\": 2}");
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            assertThat(rows.map(JsonLines.Row::place)).containsExactly(file + ":1", file + ":3");
        }
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.writeString(file, "1\n{\"a\":");
        assertThatThrownBy(() -> {
                    try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
                        rows.toList();
                    }
                })
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ":2: this line is not valid JSON");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("a.jsonl");
        JsonLines.write(file, Stream.of(Map.of("a", "x\ny"), Map.of("a", "z")));
        try (JsonLines.Writer more = JsonLines.Writer.append(file)) {
            more.write(List.of(1));
        }
        assertThat(Files.readString(file)).isEqualTo("{\"a\":\"x\\ny\"}\n{\"a\":\"z\"}\n[1]\n");
    }
}
