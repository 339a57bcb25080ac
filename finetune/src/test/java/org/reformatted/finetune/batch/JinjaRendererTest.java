package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/** What templates in Jinja make of conversations, against transformers' apply_chat_template (make_jinja_cases.py). */
class JinjaRendererTest {
    private JsonNode golden;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = JinjaRendererTest.class.getResourceAsStream("jinja-cases.json")) {
            golden = Json.MAPPER.readTree(in);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thinking",
                "collected",
                "model-role",
                "generation",
                "macros",
                "filters",
                "loops",
                "json",
                "lines",
                "python"
            })
    void rendersAsTransformersDoes(String name) {
        JinjaRenderer renderer = renderer(golden.path("templates").path(name).asText());
        for (int i = 0; i < golden.path("conversations").size(); i++) {
            List<Turn> turns = turns(golden.path("conversations").get(i));
            JsonNode expected = golden.path("texts").path(name).get(i);
            if (expected.isNull()) {
                assertThatThrownBy(() -> render(renderer, turns)).isInstanceOf(InputException.class);
            } else {
                assertThat(render(renderer, turns)).as("conversation %s", i).isEqualTo(expected.asText());
            }
        }
    }

    @Test
    void everyTemplateOfTheCasesIsRendered() {
        assertThat(golden.path("templates")).hasSize(10);
        assertThat(golden.path("conversations")).hasSize(25);
    }

    /** The engine would print what stands behind else with every turn. */
    @Test
    void aLoopWithElseIsRefused() {
        assertThatThrownBy(() -> renderer("{% if true %}{% else %}{% endif %}\n{% for m in messages %}{{ m.content }}"
                        + "{% else %}none{% endfor %}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("chat.jinja: at line 2 a loop with else");
    }

    /** The engine would go through all of it. */
    @Test
    void aLoopWithAConditionIsRefused() {
        assertThatThrownBy(() -> renderer("{%- for m in messages if m.role == 'user' -%}{{ m.content }}{% endfor %}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at line 1 a loop with a condition");
        assertThat(render(
                        renderer("{% for m in (messages if true else []) %}{{ m.content }}{% endfor %}"),
                        List.of(new Turn(Role.USER, "a"))))
                .isEqualTo("a");
    }

    private static JinjaRenderer renderer(String source) {
        return new JinjaRenderer("chat.jinja", source, "<s>", "</s>");
    }

    private static String render(JinjaRenderer renderer, List<Turn> turns) {
        return renderer.render(turns, turns.stream().map(Turn::text).toList(), TurnOrder.awaitsAnswer(turns));
    }

    private static List<Turn> turns(JsonNode conversation) {
        List<Turn> turns = new ArrayList<>();
        conversation.forEach(turn -> turns.add(new Turn(
                Role.valueOf(turn.path("role").asText().toUpperCase(Locale.ROOT)),
                turn.path("content").asText())));
        return turns;
    }
}
