package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class AdapterFieldsTest {
    private static void check(String json) throws JsonProcessingException {
        AdapterFields.check(Path.of("adapter_config.json"), Json.MAPPER.readTree(json));
    }

    /** The last two are of a newer PEFT than is known here and say nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"peft_type\":\"LORA\",\"r\":8,\"lora_alpha\":16,\"target_modules\":[\"q_proj\"]}",
                "{\"base_model_name_or_path\":\"m\",\"inference_mode\":true,\"fan_in_fan_out\":true}",
                "{\"layer_replication\":null,\"use_qalora\":false,\"megatron_config\":{}}",
                "{\"future_field\":null}",
                "{\"future_field\":[]}"
            })
    void whatChangesNothingIsAllowed(String json) {
        assertThatCode(() -> check(json)).doesNotThrowAnyException();
    }

    @Test
    void whatChangesTheMergedModelIsRefusedWithTheReason() {
        assertThatThrownBy(() -> check("{\"layer_replication\":[[0,4]]}"))
                .isInstanceOf(InputException.class)
                .hasMessage("adapter_config.json, layer_replication: found [[0,4]]; expected no such field, or null; it"
                        + " creates a model with other layers than the base model: use this adapter with PEFT, or train"
                        + " one without it");
        assertThatThrownBy(() -> check("{\"use_qalora\":true}")).hasMessageContaining("a quantized base");
    }

    @Test
    void anUnknownFieldIsRefused() {
        assertThatThrownBy(() -> check("{\"r\":8,\"future_field\":0.5}"))
                .hasMessageContaining("future_field: found 0.5")
                .hasMessageContaining("its effect on the adapter is unknown");
        assertThatThrownBy(() -> check("{\"future_field\":0}")).hasMessageContaining("found 0");
    }
}
