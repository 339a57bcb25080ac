package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonBlockTest {
    @TempDir
    Path folder;

    record Row(String text, Optional<Integer> number) {}

    @Test
    void blocksAndRowsMakeTheSameFile() {
        List<Object> values = List.of(
                new Row("ä \"quoted\" \n 😀", Optional.of(1)),
                new Row("x".repeat(9000) + "😀", Optional.empty()),
                Map.of("a", List.of(1, 2)));
        Path blocks = folder.resolve("blocks.jsonl");
        try (JsonLines.Writer out = JsonLines.Writer.create(blocks)) {
            out.write("first");
            out.write(JsonBlock.of(values));
            out.write(JsonBlock.of(List.of()));
            out.write("last");
        }
        Path rows = folder.resolve("rows.jsonl");
        try (JsonLines.Writer out = JsonLines.Writer.create(rows)) {
            out.write("first");
            values.forEach(out::write);
            out.write("last");
        }
        assertThat(blocks).hasSameTextualContentAs(rows);
    }
}
