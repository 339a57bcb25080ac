package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.TokenRows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** Adapters that PEFT wrote, merged here, against the models that PEFT merged: peft-cases.json, made by {@code src/test/python/make_peft_cases.py}. */
class PeftCasesTest {
    private static final JsonNode CASES = read();

    @TempDir
    Path temporary;

    /** A case with its name for reports. */
    record Case(JsonNode json) {
        @Override
        public String toString() {
            return json.path("name").asText();
        }

        boolean tiedTarget() {
            return toString().equals("tied, the embedding") || toString().equals("tied, the head");
        }

        String architecture() {
            return switch (json.path("kind").asText()) {
                case "qwen2" -> "Qwen2ForCausalLM";
                case "qwen3" -> "Qwen3ForCausalLM";
                default -> "LlamaForCausalLM";
            };
        }
    }

    static Stream<Case> cases() {
        return StreamSupport.stream(CASES.path("cases").spliterator(), false).map(Case::new);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mergesAsPeftDoes(Case one) throws IOException {
        writeBase(one);
        writeAdapter(one);
        if (one.tiedTarget()) {
            assertThatThrownBy(this::merge).isInstanceOf(InputException.class).hasMessageContaining("target_modules");
            return;
        }
        merge();
        boolean rounded = one.json.has("types");
        try (LlamaModel merged = load("merged")) {
            if (rounded) {
                assertSameWeight(one, merged);
            } else {
                assertClose(logits(merged), one.json.path("merged"));
            }
        }
    }

    /** Adapters that can stand beside the model answer as the merged model does. */
    @ParameterizedTest
    @MethodSource("cases")
    void besideTheModelTheyAnswerAsMerged(Case one) throws IOException {
        writeBase(one);
        writeAdapter(one);
        try (LlamaModel model = load("base")) {
            LoraWeights adapters;
            try {
                adapters = LoraAdapter.load(temporary.resolve("adapter"), model).adapters();
            } catch (InputException e) {
                assertThat(e)
                        .hasMessageMatching(
                                "(?s).*(use_dora|trainable_token_indices|modules_to_save|target_modules|lora_bias).*");
                return;
            }
            model.attach(adapters);
            if (!one.json.has("types")) {
                assertClose(logits(model), one.json.path("merged"));
            }
            adapters.close();
        }
    }

    private void merge() {
        try (LlamaModel merged = AdapterMerge.load(
                HuggingFaceCheckpoint.open(temporary.resolve("base")),
                AdapterFolder.open(temporary.resolve("adapter")))) {
            HuggingFaceCheckpoint.save(merged, folder -> {}, temporary.resolve("merged"));
        }
    }

    private LlamaModel load(String folder) {
        return HuggingFaceCheckpoint.open(temporary.resolve(folder)).load(Device.cpu(), NumberType.FLOAT32);
    }

    static float[] logits(LlamaModel model) {
        int[] prompt = Golden.ints(CASES.path("prompt"));
        try (NDManager step = model.manager().newSubManager()) {
            return model.logits(step, TokenRows.of(step, new int[][] {prompt}))
                    .get(0)
                    .get(prompt.length - 1)
                    .toFloatArray();
        }
    }

    private static void assertClose(float[] found, JsonNode wanted) {
        assertThat(found).hasSize(wanted.size());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo((float) wanted.get(i).asDouble(), within(1e-4f));
        }
    }

    private static void assertSameWeight(Case one, LlamaModel merged) {
        float[] found = merged.weight("model.layers.0.self_attn.q_proj.weight").toFloatArray();
        int differing = 0;
        for (int i = 0; i < found.length; i++) {
            differing += found[i] == (float) one.json.path("weight").get(i).asDouble() ? 0 : 1;
        }
        assertThat(differing).isZero();
    }

    private void writeBase(Case one) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("base"));
        ObjectNode config = CASES.path("shape").deepCopy();
        config.putArray("architectures").add(one.architecture());
        if (one.architecture().startsWith("Qwen3")) {
            config.put("head_dim", 8);
        }
        config.put("tie_word_embeddings", one.json.path("tied").asBoolean());
        Files.writeString(folder.resolve("config.json"), config.toString());
        NumberType type = one.json.has("types") ? NumberType.BFLOAT16 : NumberType.FLOAT32;
        Map<String, Shape> shapes =
                LlamaWeights.shapes(HuggingFaceCheckpoint.open(folder).config());
        DrawnTensors.write(folder.resolve("model.safetensors"), shapes, type);
    }

    private void writeAdapter(Case one) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("adapter"));
        Files.writeString(
                folder.resolve("adapter_config.json"), one.json.path("config").toString());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        one.json
                .path("tensors")
                .properties()
                .forEach(tensor -> shapes.put(tensor.getKey(), DrawnTensors.shape(tensor.getValue())));
        String type = one.json.path("types").path(1).asText("float32");
        DrawnTensors.write(
                folder.resolve("adapter_model.safetensors"),
                shapes,
                type.equals("float32") ? NumberType.FLOAT32 : NumberType.BFLOAT16,
                name -> one.json.path("same").path(name).asText(name));
    }

    private static JsonNode read() {
        try (InputStream in = PeftCasesTest.class.getResourceAsStream("peft-cases.json")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
