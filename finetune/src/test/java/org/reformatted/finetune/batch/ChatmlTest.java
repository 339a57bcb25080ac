package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** ChatML against transformers' apply_chat_template with SmolLM2's template (make_chatml_cases.py). */
class ChatmlTest {
    @TempDir
    Path folder;

    private Tokenizer tokenizer;

    @BeforeEach
    void tokenizer() throws IOException {
        try (InputStream in = ChatmlTest.class.getResourceAsStream("chatml-tokenizer.json")) {
            Files.copy(in, folder.resolve("tokenizer.json"));
        }
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<|im_start|>\", \"eos_token\": \"<|im_end|>\"}");
        tokenizer = Tokenizers.load(folder);
    }

    @Test
    void fiftyConversationsHaveTheIdsOfTransformers() throws IOException {
        JsonNode golden = Json.MAPPER.readTree(ChatmlTest.class.getResourceAsStream("chatml-cases.json"));
        ChatTemplate template =
                new ChatTemplate.Chatml(Optional.of(golden.path("system").asText()));
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) template, tokenizer);
        assertThat(encoder.tokenizer().vocabularySize()).isEqualTo(tokenizer.vocabularySize());
        for (JsonNode item : golden.path("cases")) {
            List<Turn> turns = new ArrayList<>();
            item.path("turns")
                    .forEach(turn -> turns.add(new Turn(
                            Role.valueOf(turn.path("role").asText().toUpperCase(Locale.ROOT)),
                            turn.path("content").asText())));
            int[] ids = turns.get(turns.size() - 1).role() == Role.ASSISTANT
                    ? encoder.example("c", turns, new float[turns.size()]).ids()
                    : encoder.prompt(turns);
            assertThat(ids).as(turns.toString()).isEqualTo(Json.MAPPER.treeToValue(item.path("ids"), int[].class));
        }
        assertThat(golden.path("cases")).hasSize(50);
    }

    @Test
    void anAnswerAndItsEndAreLearnedAndNothingElse() {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("chatml"), tokenizer);
        List<Turn> turns = List.of(new Turn(Role.USER, "Why"), new Turn(Role.ASSISTANT, "So"));
        TokenizedExample example = encoder.example("e", turns, new float[] {0, 1});
        List<Integer> learned = new ArrayList<>();
        for (int i = 0; i < example.ids().length; i++) {
            if (example.lossWeights()[i] > 0) {
                learned.add(example.ids()[i]);
            }
        }
        int end = tokenizer.id("<|im_end|>").orElseThrow();
        assertThat(learned.get(learned.size() - 1)).isEqualTo(end);
        assertThat(tokenizer.decode(learned.stream().mapToInt(id -> id).toArray()))
                .isEqualTo("So");
        assertThat(encoder.stopIds()).contains(end);
        assertThat(tokenizer.decode(example.ids())).isEqualTo("user\nWhy\nassistant\nSo\n");
    }
}
