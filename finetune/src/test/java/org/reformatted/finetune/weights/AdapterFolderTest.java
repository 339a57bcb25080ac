package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class AdapterFolderTest {
    @TempDir
    Path folder;

    private ObjectNode config() throws IOException {
        return (ObjectNode) Json.MAPPER.readTree("{\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":8,"
                + "\"target_modules\":[\"q_proj\"],\"task_type\":\"CAUSAL_LM\"}");
    }

    private Path write(ObjectNode config) throws IOException {
        return Files.writeString(folder.resolve("adapter_config.json"), config.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "peft_type | \"ADALORA\" | kind of adapter",
                "task_type | \"SEQ_CLS\" | another head",
                "bias | \"some\" | PEFT has no other value",
                "alora_invocation_tokens | [1, 2] | only after its invocation tokens",
                "layer_replication | [[0, 3], [2, 5]] | other layers",
                "target_parameters | [\"experts.gate_up_proj\"] | expert layers",
                "use_qalora | true | quantized base",
                "use_bdlora | {\"nblocks\": 2} | block diagonal",
                "arrow_config | {\"top_k\": 2} | several adapters",
                "kasa_config | {\"beta\": 1} | third factor",
                "monteclora_config | {\"num_samples\": 8} | distribution",
                "megatron_config | {\"a\": 1} | split over devices",
                "init_lora_weights | \"pissa_niter_16\" | random numbers",
                "init_lora_weights | \"loftq\" | quantized base",
                "init_lora_weights | \"corda\" | data that are not stored",
                "init_lora_weights | \"lora_ga\" | data that are not stored",
                "init_lora_weights | \"other\" | is unknown",
                "some_new_field | 3 | is unknown",
                "layers_to_transform | [-1] | whole numbers from 0",
                "rank_pattern | {\"q_proj\": \"8\"} | a number",
                "rank_pattern | {\"q_proj(\": 8} | not a regular expression",
                "target_modules | [1] | a list of names",
                "r | \"4\" | a number"
            })
    void refusesFieldsByNameWithTheReason(String field, String value, String reason) throws IOException {
        ObjectNode config = config();
        config.set(field, Json.MAPPER.readTree(value));
        Path file = write(config);
        assertThatThrownBy(() -> AdapterConfig.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "alora_invocation_tokens | null",
                "layer_replication | []",
                "use_qalora | false",
                "some_new_field | null",
                "another_new_field | false",
                "loftq_config | {\"loftq_bits\": 4}",
                "eva_config | {\"rho\": 2.0}",
                "qalora_group_size | 16",
                "peft_version | \"0.21.2\"",
                "megatron_core | \"megatron.core\"",
                "revision | \"main\"",
                "inference_mode | false",
                "fan_in_fan_out | true",
                "task_type | null",
                "bias | \"lora_only\""
            })
    void readsFieldsThatChangeNothing(String field, String value) throws IOException {
        AdapterConfig plain = AdapterConfig.read(write(config()));
        ObjectNode config = config();
        config.set(field, Json.MAPPER.readTree(value));
        AdapterConfig read = AdapterConfig.read(write(config));
        assertThat(read.place("model.layers.0.self_attn.q_proj"))
                .isEqualTo(plain.place("model.layers.0.self_attn.q_proj"))
                .isPresent();
        assertThat(read.start()).isEqualTo(plain.start());
    }

    @Test
    void refusesLayersBesideAnExpression() throws IOException {
        ObjectNode config = config();
        config.put("target_modules", ".*q_proj").put("layers_to_transform", 1);
        Path file = write(config);
        assertThatThrownBy(() -> AdapterConfig.read(file))
                .hasMessageContaining("PEFT itself cannot load such an adapter");
    }

    @Test
    void saysWhatAFolderLacks() throws IOException {
        assertThatThrownBy(() -> AdapterFolder.open(folder.resolve("none"))).hasMessageContaining("no such folder");
        assertThatThrownBy(() -> AdapterFolder.open(folder)).hasMessageContaining("it is empty");
        Files.writeString(folder.resolve("params.json"), "{}");
        assertThatThrownBy(() -> AdapterFolder.open(folder)).hasMessageContaining("only params.json");
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatThrownBy(() -> AdapterFolder.open(folder)).hasMessageContaining("it is a complete model");
        Path config = write(config());
        assertThatThrownBy(() -> AdapterFolder.open(config)).hasMessageContaining("it is a file");
        Files.writeString(folder.resolve("adapter.safetensors"), "");
        assertThatThrownBy(() -> AdapterFolder.open(folder)).hasMessageContaining("adapter.safetensors");
        Files.writeString(folder.resolve("adapter_model.bin"), "");
        assertThatThrownBy(() -> AdapterFolder.open(folder))
                .hasMessageContaining("a Python pickle")
                .hasMessageContaining("save_file(");
        Files.delete(folder.resolve("adapter_model.bin"));
        Files.writeString(folder.resolve("adapter_model.safetensors"), "version https://git-lfs.github.com/spec/v1");
        assertThatThrownBy(() -> AdapterFolder.open(folder)).isInstanceOf(InputException.class);
    }
}
