package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class PostProcessorTest {
    @Test
    void templatesAndSequences() throws IOException {
        PostProcessor read = PostProcessor.read(Path.of("f"), Json.MAPPER.readTree("""
            {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<s>"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "</s>"}}],
             "special_tokens": {"<s>": {"ids": [1]}, "</s>": {"ids": [2, 3]}}}]}\
            """));
        assertThat(read).isEqualTo(new PostProcessor(List.of(1), List.of(2, 3)));
        assertThatThrownBy(() -> PostProcessor.read(Path.of("f"), Json.MAPPER.readTree("{\"type\": \"Other\"}")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Other");
    }
}
