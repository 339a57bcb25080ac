package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class ModuleNamesTest {
    /** PEFT's {@code target_modules}: a text must match the whole name, a list its end. */
    @Test
    void namesExpressionsAndAllLinear() throws IOException {
        String module = "model.layers.1.self_attn.q_proj";
        assertThat(read("[\"q_proj\"]").has(module)).isTrue();
        assertThat(read("[\"proj\"]").has(module)).isFalse();
        assertThat(read("\"model.layers.\\\\d+.self_attn.(?P<p>q|v)_proj\"").has(module))
                .isTrue();
        assertThat(read("\"q_proj\"").has(module)).isFalse();
        assertThat(read("\"ALL-linear\"").has(module)).isTrue();
        assertThat(read("\"all-linear\"").has("lm_head")).isFalse();
        assertThatThrownBy(() -> read("\"(\""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a regular expression");
    }

    private static ModuleNames read(String json) throws IOException {
        return ModuleNames.read(Path.of("adapter_config.json"), "target_modules", Json.MAPPER.readTree(json));
    }
}
