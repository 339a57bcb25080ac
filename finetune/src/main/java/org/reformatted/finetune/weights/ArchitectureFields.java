package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.InputException;

/**
 * The fields of a config.json in which the architectures differ: biases, and the windows of Qwen (transformers 5, {@code configuration_llama.py},
 * {@code configuration_qwen2.py}, {@code configuration_qwen3.py}).
 */
final class ArchitectureFields {
    /** transformers' default of Qwen3's {@code head_dim}. */
    private static final int QWEN3_HEAD = 128;

    private static final int QWEN_POSITIONS = 32_768;
    private static final int QWEN_KEY_VALUE_HEADS = 32;
    private static final int WINDOW = 4096;
    private static final int FULL_LAYERS = 28;

    private ArchitectureFields() {}

    /** Whether a field is read by this class, or is known to change nothing in models of this family. */
    static boolean follows(Architecture family, String field) {
        if (isQwen(family)) {
            return Set.of(
                            "attention_bias",
                            "mlp_bias",
                            "use_sliding_window",
                            "sliding_window",
                            "max_window_layers",
                            "layer_types")
                    .contains(field);
        }
        return family.is(Architecture.LLAMA)
                && Set.of("attention_bias", "mlp_bias").contains(field);
    }

    private static boolean isQwen(Architecture family) {
        return family.is(Architecture.QWEN2) || family.is(Architecture.QWEN3);
    }

    /** The family with the biases of a config. Qwen2 always has the same biases. */
    static Architecture biased(Path file, JsonNode json, Architecture family) {
        if (family.is(Architecture.LLAMA)) {
            return family.withBiases(flag(file, json, "attention_bias"), flag(file, json, "mlp_bias"));
        }
        return family.is(Architecture.QWEN3) ? family.withBiases(flag(file, json, "attention_bias"), false) : family;
    }

    /** The width of a head if the config does not set it. */
    static int headWidth(Architecture family, int usual) {
        return family.is(Architecture.QWEN3) ? QWEN3_HEAD : usual;
    }

    /** The longest sequence if the config does not set it. */
    static int positions(Architecture family, int usual) {
        return isQwen(family) ? QWEN_POSITIONS : usual;
    }

    /** The number of key/value heads if the config does not set it. */
    static int keyValueHeads(Architecture family, int usual) {
        return isQwen(family) ? QWEN_KEY_VALUE_HEADS : usual;
    }

    /**
     * The window of Qwen's layers.
     *
     * @param file the config.json
     * @param json its content
     * @param layers number of layers
     * @return the window; empty if no layer has one, and for other families
     * @throws InputException when only some layers have a window
     */
    static OptionalInt window(Path file, JsonNode json, Architecture family, int layers) {
        if (!isQwen(family)) {
            return OptionalInt.empty();
        }
        boolean used = flag(file, json, "use_sliding_window")
                && !json.path("sliding_window").isNull();
        int windowed = used
                ? Math.max(
                        0, layers - Math.max(0, json.path("max_window_layers").asInt(FULL_LAYERS)))
                : 0;
        JsonNode types = json.path("layer_types");
        if (types.isArray()) {
            windowed = 0;
            for (JsonNode type : types) {
                windowed += type.asText().equals("full_attention") ? 0 : 1;
                used &= Set.of("full_attention", "sliding_attention").contains(type.asText());
            }
        }
        if (windowed == 0) {
            return OptionalInt.empty();
        }
        if (windowed != layers || !used) {
            throw InputException.at(
                    file + (types.isArray() ? ", layer_types" : ", max_window_layers"),
                    "found " + (types.isArray() ? types : json.path("max_window_layers")) + " with use_sliding_window "
                            + json.path("use_sliding_window"),
                    "full attention in all layers, or a window in all layers",
                    "this engine uses the same window in all layers: choose another model, or set use_sliding_window to"
                            + " false if no text is longer than the window");
        }
        return OptionalInt.of(json.path("sliding_window").asInt(WINDOW));
    }

    /** The fields of a model's config in which the architectures differ. */
    static Map<String, Object> write(LlamaConfig c) {
        Architecture architecture = c.architecture();
        Map<String, Object> json = new LinkedHashMap<>();
        boolean attention = architecture.biases().contains("self_attn.o_proj");
        if (architecture.is(Architecture.LLAMA)) {
            json.put("attention_bias", attention);
            json.put("mlp_bias", architecture.biases().contains("mlp.up_proj"));
        } else if (architecture.is(Architecture.QWEN3)) {
            json.put("attention_bias", attention);
        }
        if (isQwen(architecture)) {
            json.put("use_sliding_window", c.slidingWindow().isPresent());
            c.slidingWindow().ifPresent(window -> {
                json.put("sliding_window", window);
                json.put("max_window_layers", 0);
            });
        }
        return json;
    }

    private static boolean flag(Path file, JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw InputException.at(file + ", " + field, "found " + value, "true or false", "correct the config");
        }
        return value.asBoolean();
    }
}
