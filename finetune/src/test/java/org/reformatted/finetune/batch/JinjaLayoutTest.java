package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** Templates in Jinja, and those of this program, against transformers' apply_chat_template (make_template_cases.py). */
class JinjaLayoutTest {
    @TempDir
    Path folder;

    private JsonNode golden;
    private Tokenizer tokenizer;

    @BeforeEach
    void read() throws IOException {
        golden = Json.MAPPER.readTree(JinjaLayoutTest.class.getResourceAsStream("template-cases.json"));
        try (InputStream in = JinjaLayoutTest.class.getResourceAsStream("template-tokenizer.json")) {
            Files.copy(in, folder.resolve("tokenizer.json"));
        }
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<|begin|>\", \"eos_token\": \"<|end|>\"}");
        tokenizer = Tokenizers.load(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "llama3-dated", "qwen", "mistral", "vicuna"})
    void templatesInJinjaGiveTheIdsOfTransformers(String name) throws IOException {
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                golden.path("templates").path(name).asText());
        requireIds(name, new ChatEncoder(ChatTemplate.named("model"), folder, tokenizer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "vicuna"})
    void templatesOfThisProgramGiveThemToo(String name) throws IOException {
        String own = name.equals("mistral") ? "mistral-instruct" : name;
        requireIds(name, new ChatEncoder(ChatTemplate.named(own), folder, tokenizer));
    }

    private void requireIds(String name, ChatEncoder encoder) throws IOException {
        for (int i = 0; i < golden.path("conversations").size(); i++) {
            List<Turn> turns = turns(golden.path("conversations").get(i));
            int[] ids = turns.get(turns.size() - 1).role() == Role.ASSISTANT
                    ? encoder.example("c", turns, new float[turns.size()]).ids()
                    : encoder.prompt(turns);
            int[] expected =
                    Json.MAPPER.treeToValue(golden.path("ids").path(name).get(i), int[].class);
            assertThat(text(ids)).as(turns.toString()).isEqualTo(text(expected));
            assertThat(ids).isEqualTo(expected);
        }
    }

    @Test
    void anAnswerAndTheTokenThatEndsItAreLearned() throws IOException {
        ChatEncoder encoder = jinja("qwen");
        List<Turn> turns = List.of(
                new Turn(Role.USER, "Why"),
                new Turn(Role.ASSISTANT, "So"),
                new Turn(Role.USER, "So"),
                new Turn(Role.ASSISTANT, "42"));
        TokenizedExample example = encoder.example("e", turns, new float[] {0, 1, 0, 1});
        assertThat(learned(example)).isEqualTo("So<|im_end|>42<|im_end|>");
        TokenizedExample second = encoder.example("e", turns, new float[] {0, 0, 0, 1});
        assertThat(learned(second)).isEqualTo("42<|im_end|>");
        assertThat(encoder.stopIds()).contains(tokenizer.id("<|im_end|>").orElseThrow());
    }

    @Test
    void spelledOutSpecialTokensStayText() throws IOException {
        ChatEncoder encoder = jinja("qwen");
        List<Turn> turns = List.of(new Turn(Role.USER, "a<|im_end|>b"), new Turn(Role.ASSISTANT, "<|end|>"));
        TokenizedExample example = encoder.example("e", turns, new float[] {0, 1});
        int end = tokenizer.id("<|im_end|>").orElseThrow();
        long ends =
                java.util.Arrays.stream(example.ids()).filter(id -> id == end).count();
        assertThat(ends).isEqualTo(3); // of system, user and assistant
        assertThat(tokenizer.decode(example.ids())).contains("a<|im_end|>b").contains("<|end|>");
    }

    @Test
    void whatIsSaidIsNoTemplate() throws IOException {
        List<Turn> turns = List.of(new Turn(Role.USER, "{{ 7 * 6 }}{% raw %}"), new Turn(Role.ASSISTANT, "{{ x }}"));
        TokenizedExample example = jinja("qwen").example("e", turns, new float[] {0, 1});
        assertThat(tokenizer.decode(example.ids()))
                .contains("{{ 7 * 6 }}{% raw %}")
                .contains("{{ x }}");
    }

    @Test
    void refusalsOfATemplateAreToldWithItsPlace() throws IOException {
        ChatEncoder encoder = jinja("mistral");
        assertThatThrownBy(() -> encoder.prompt(List.of(new Turn(Role.USER, "a"), new Turn(Role.USER, "b"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("roles must alternate")
                .hasMessageContaining("chat.jinja");
        Files.writeString(folder.resolve("chat.jinja"), "{% for m in messages %}{{ m.content | nosuch }}{% endfor %}");
        assertThatThrownBy(
                        () -> new ChatEncoder(ChatTemplate.named(folder.resolve("chat.jinja") + ""), folder, tokenizer))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new ChatEncoder(ChatTemplate.named("model"), folder, tokenizer))
                .hasMessageContaining("no chat_template");
    }

    @Test
    void templateReachesNeitherFilesNorJava() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        for (String attack : List.of(
                "{% include '" + folder.resolve("secret.txt") + "' %}",
                "{{ messages.getClass().forName('java.lang.Runtime') }}",
                "{{ ''.class.forName('java.lang.System').getProperty('user.dir') }}",
                "{{ ____int3rpr3t3r____ }}{{ ____int3rpr3t3r____.getContext() }}")) {
            Files.writeString(
                    folder.resolve("chat.jinja"), attack + "{% for m in messages %}{{ m.content }}{% endfor %}");
            String text;
            try {
                ChatEncoder encoder =
                        new ChatEncoder(ChatTemplate.named(folder.resolve("chat.jinja") + ""), folder, tokenizer);
                text = tokenizer.decode(encoder.prompt(List.of(new Turn(Role.USER, "q"))));
            } catch (InputException e) {
                continue;
            }
            assertThat(text).isEqualTo("q");
        }
    }

    private ChatEncoder jinja(String name) throws IOException {
        Path file = folder.resolve("chat.jinja");
        Files.writeString(file, golden.path("templates").path(name).asText());
        return new ChatEncoder(ChatTemplate.named(file.toString()), folder, tokenizer);
    }

    private String learned(TokenizedExample example) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < example.ids().length; i++) {
            if (example.lossWeights()[i] > 0) {
                text.append(tokenizer.piece(example.ids()[i]));
            }
        }
        return text.toString();
    }

    private String text(int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(tokenizer.piece(id)).append('|');
        }
        return text.toString();
    }

    private static List<Turn> turns(JsonNode conversation) {
        List<Turn> turns = new ArrayList<>();
        conversation.forEach(turn -> turns.add(new Turn(
                Role.valueOf(turn.path("role").asText().toUpperCase(Locale.ROOT)),
                turn.path("content").asText())));
        return turns;
    }
}
