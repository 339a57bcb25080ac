package org.reformatted.realign.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
            out.write(JsonBlock.of(Object.class, values));
            out.write(JsonBlock.of(Object.class, List.of()));
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

    @Test
    void rowsThatAnotherBlockHasAreCopied() throws Exception {
        Row first = new Row("ä", Optional.of(1));
        Row second = new Row("b", Optional.of(2));
        Row third = new Row("c", Optional.empty());
        JsonBlock before = JsonBlock.of(Row.class, List.of(first, second, third));
        JsonBlock after = JsonBlock.changed(before, Row.class, List.of(first, new Row("d", Optional.of(4)), third));
        assertThat(text(after))
                .isEqualTo("{\"text\":\"ä\",\"number\":1}\n{\"text\":\"d\",\"number\":4}\n{\"text\":\"c\"}\n");
        JsonBlock moved = JsonBlock.changed(before, Row.class, List.of(third, first));
        assertThat(text(moved)).isEqualTo("{\"text\":\"c\"}\n{\"text\":\"ä\",\"number\":1}\n");
        assertThat(text(JsonBlock.changed(after, Row.class, List.of(first, second, third))))
                .isEqualTo(text(before));
    }

    private static String text(JsonBlock block) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        block.writeTo(bytes);
        return bytes.toString(UTF_8);
    }
}
