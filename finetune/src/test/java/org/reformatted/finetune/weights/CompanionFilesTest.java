package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.text.Tokenizers;

class CompanionFilesTest {
    @TempDir
    Path source;

    @TempDir
    Path written;

    @Test
    void carriesTemplateEndTokensAndPadding() throws IOException {
        put("config.json", "{\"pad_token_id\": 3, \"eos_token_id\": 2}");
        put("generation_config.json", "{\"_from_model_config\": true, \"temperature\": 0.6, \"eos_token_id\": [2, 5]}");
        put("tokenizer_config.json", "{\"chat_template\": \"{{ messages }}\"}");
        put("chat_template.jinja", "{{ bos_token }}");
        carry(List.of(7, 2));
        assertThat(read("generation_config.json").toString())
                .isEqualTo("{\"temperature\":0.6,\"eos_token_id\":[2,5,7]}");
        assertThat(read("config.json").path("pad_token_id").asInt()).isEqualTo(3);
        assertThat(read("tokenizer_config.json").path("chat_template").asText()).isEqualTo("{{ messages }}");
        assertThat(written.resolve("chat_template.jinja")).hasContent("{{ bos_token }}");
    }

    @Test
    void aTokenizerModelAloneGetsWhatTransformersNeedsToStartATextAsWeDo() throws IOException {
        carry(List.of());
        JsonNode config = read("tokenizer_config.json");
        assertThat(config.path("add_bos_token").asBoolean()).isTrue();
        assertThat(config.path("bos_token").asText()).isEqualTo("<s>");
        assertThat(read("generation_config.json").path("eos_token_id").asInt()).isEqualTo(2);
    }

    private void carry(List<Integer> endTokens) throws IOException {
        Files.copy(Shared.stories260K().resolve("tokenizer.model"), source.resolve("tokenizer.model"));
        Files.writeString(written.resolve("config.json"), "{}");
        CompanionFiles.copy(source, source, written, Tokenizers.load(source), endTokens);
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(source.resolve(name), text);
    }

    private JsonNode read(String name) {
        return Json.read(written.resolve(name), JsonNode.class);
    }
}
