package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.CachedDecoder;
import org.reformatted.finetune.model.KvCache;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.TokenRows;
import org.reformatted.realign.base.Json;

/** Logits of a tiny LLaMA with every kind of rotary scaling, as transformers computes them (made by src/test/python/make_rope_cases.py). */
class RopeScalingTest {
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    Path temporary;

    @TestFactory
    List<DynamicTest> logitsAreThoseOfTransformers() throws IOException {
        JsonNode golden = Json.MAPPER.readTree(RopeScalingTest.class.getResourceAsStream("rope-cases.json"));
        int[] ids = IntStream.range(0, golden.path("ids").size())
                .map(i -> golden.path("ids").path(i).asInt())
                .toArray();
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kind : golden.path("cases")) {
            tests.add(DynamicTest.dynamicTest(kind.path("name").asText(), () -> check(kind, ids)));
        }
        return tests;
    }

    private void check(JsonNode kind, int[] ids) throws IOException {
        Path folder =
                Files.createDirectories(temporary.resolve(kind.path("name").asText()));
        try (var weights = RopeScalingTest.class.getResourceAsStream("rope-weights.safetensors")) {
            Files.copy(weights, folder.resolve("model.safetensors"));
        }
        Files.writeString(folder.resolve("config.json"), kind.path("config").toString());
        Path saved = temporary.resolve(kind.path("name").asText() + "-saved");
        try (LlamaModel model = HuggingFaceCheckpoint.open(folder).load(Device.cpu(), NumberType.FLOAT32)) {
            checkLogits(model, kind.path("logits"), ids);
            HuggingFaceCheckpoint.save(model, target -> {}, saved);
        }
        assertThat(HuggingFaceCheckpoint.open(saved).config())
                .as("written and read again")
                .isEqualTo(HuggingFaceCheckpoint.open(folder).config());
    }

    private static void checkLogits(LlamaModel model, JsonNode expected, int[] ids) {
        try (NDManager step = model.manager().newSubManager()) {
            NDArray logits = model.logits(step, TokenRows.of(step, new int[][] {ids})); // (1, T, V)
            for (var position : expected.properties()) {
                float[] row = logits.get(0, Integer.parseInt(position.getKey())).toFloatArray();
                assertThat(row).as(position.getKey()).containsExactly(floats(position.getValue()), within(TOLERANCE));
            }
            CachedDecoder decoder = new CachedDecoder(model);
            KvCache cache = decoder.newCache(step, 1, ids.length);
            decoder.prefill(step, cache, new int[][] {Arrays.copyOf(ids, ids.length - 1)});
            float[] decoded =
                    decoder.decode(step, cache, new int[] {ids[ids.length - 1]}).toFloatArray();
            assertThat(decoded)
                    .as("decoded")
                    .containsExactly(floats(expected.path(String.valueOf(ids.length - 1))), within(TOLERANCE));
        }
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.path(i).asDouble();
        }
        return floats;
    }
}
