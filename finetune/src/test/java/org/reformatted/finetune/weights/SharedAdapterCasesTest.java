package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.model.CachedDecoder;
import org.reformatted.finetune.model.KvCache;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.text.Tokenizers;

/** Adapters of the shared cases against the ids that PEFT's merged models generate. */
class SharedAdapterCasesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "merge-alpha-pattern",
                "merge-pissa",
                "merge-regex",
                "merge-all-linear",
                "merge-tied-embed-saved",
                "merge-mistral-no-window"
            })
    void generatesAsThePeftModel(String name) {
        Path folder = Shared.path("cases/12-checkpoints/" + name);
        JsonNode rows = Json.read(Shared.path("cases/12-checkpoints/expected.json"), JsonNode.class)
                .path(name)
                .path("rows");
        assertThat(rows).isNotEmpty();
        try (LlamaModel model = AdapterMerge.load(
                HuggingFaceCheckpoint.open(folder.resolve("base")), AdapterFolder.open(folder.resolve("adapter")))) {
            for (JsonNode row : rows) {
                int[] expected = Golden.ints(row.path("ids"));
                assertThat(greedy(model, prompt(folder, row), expected.length)).containsExactly(expected);
            }
        }
    }

    private static int[] prompt(Path folder, JsonNode row) {
        if (row.has("prompt_ids")) {
            return Golden.ints(row.path("prompt_ids"));
        }
        String text = row.path("repeat")
                .path(0)
                .asText()
                .repeat(row.path("repeat").path(1).asInt());
        int[] encoded = Tokenizers.load(folder.resolve("base")).encode(text);
        int[] ids = new int[encoded.length + 1];
        ids[0] = 318;
        System.arraycopy(encoded, 0, ids, 1, encoded.length);
        assertThat(ids).hasSize(row.path("prompt_length").asInt());
        return ids;
    }

    private static int[] greedy(LlamaModel model, int[] prompt, int count) {
        int[] ids = new int[count];
        try (NDManager owner = model.manager().newSubManager()) {
            CachedDecoder decoder = new CachedDecoder(model);
            KvCache cache = decoder.newCache(owner, 1, prompt.length + count);
            ids[0] = (int) decoder.prefill(owner, cache, new int[][] {prompt})
                    .argMax(1)
                    .getLong();
            for (int i = 1; i < count; i++) {
                ids[i] = (int) decoder.decode(owner, cache, new int[] {ids[i - 1]})
                        .argMax(1)
                        .getLong();
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpha-pattern", "rank-pattern", "regex", "pissa"})
    void mergesIntoStories260K(String name) {
        AdapterFolder adapter = AdapterFolder.open(Shared.path("cases/06-lora/" + name));
        try (LlamaModel model = AdapterMerge.load(HuggingFaceCheckpoint.open(Shared.stories260K()), adapter);
                LlamaModel base = Shared.loadStories260K()) {
            String weight = "model.layers.0.self_attn.q_proj.weight";
            assertThat(model.weight(weight)).isNotEqualTo(base.weight(weight));
        }
    }

    @Test
    void refusesReplicatedLayersByName() {
        assertThatThrownBy(() -> AdapterFolder.open(Shared.path("cases/06-lora/replication")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("layer_replication");
    }
}
