package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * Reads and writes the config.json of a Hugging Face folder. Refuses a field that would change the model's results and that this engine does not
 * support.
 */
final class HuggingFaceConfig {
    /** LLaMA's {@code max_position_embeddings} if a config has none. */
    static final int DEFAULT_POSITIONS = 2048;

    /** Mistral's {@code sliding_window} if a config lacks the key; the value null means no window. */
    private static final int MISTRAL_WINDOW = 4096;

    private static final int MISTRAL_POSITIONS = 131_072;
    private static final int MISTRAL_KEY_VALUE_HEADS = 8;

    private HuggingFaceConfig() {}

    /**
     * Reads a config.
     *
     * @param file a config.json
     * @return the model's shape
     * @throws InputException naming the field that is missing, wrong or not supported
     */
    static LlamaConfig read(Path file) {
        JsonNode json = Json.read(file, JsonNode.class);
        Architecture architecture = architecture(file, json);
        ConfigFields.requireFollowed(file, json, architecture);
        CheckedFields fields = new CheckedFields(file, json);
        boolean mistral = architecture.is(Architecture.MISTRAL);
        int heads = fields.integer("num_attention_heads");
        int hidden = fields.integer("hidden_size");
        try {
            RopeFields rope = RopeFields.read(file, json);
            return new LlamaConfig(
                    ArchitectureFields.biased(file, json, architecture),
                    hidden,
                    fields.integer("intermediate_size"),
                    fields.integer("num_hidden_layers"),
                    heads,
                    json.has("num_key_value_heads") || !mistral
                            ? fields.integer(
                                    "num_key_value_heads", ArchitectureFields.keyValueHeads(architecture, heads))
                            : MISTRAL_KEY_VALUE_HEADS,
                    fields.integer("head_dim", ArchitectureFields.headWidth(architecture, hidden / Math.max(1, heads))),
                    fields.integer("vocab_size"),
                    fields.integer(
                            "max_position_embeddings",
                            ArchitectureFields.positions(
                                    architecture, mistral ? MISTRAL_POSITIONS : DEFAULT_POSITIONS)),
                    fields.number("rms_norm_eps", 1e-6),
                    rope.theta(),
                    rope.scaling(),
                    slidingWindow(json).isPresent()
                            ? OptionalInt.of(window(fields))
                            : ArchitectureFields.window(file, json, architecture, fields.integer("num_hidden_layers")),
                    json.path("tie_word_embeddings").asBoolean(false),
                    json.hasNonNull("bos_token_id")
                            ? OptionalInt.of(fields.integer("bos_token_id"))
                            : OptionalInt.empty(),
                    endTokens(file, json));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage() + "; correct the config", e);
        }
    }

    private static int window(CheckedFields fields) {
        return fields.integer("sliding_window", MISTRAL_WINDOW);
    }

    /** The window of a config; a missing key means the default, the value null means no window. */
    static OptionalInt slidingWindow(JsonNode json) {
        boolean mistral = json.path("model_type").asText().equals(Architecture.MISTRAL.modelType())
                || json.path("architectures").path(0).asText().equals(Architecture.MISTRAL.className());
        JsonNode window = json.path("sliding_window");
        return !mistral || window.isNull() ? OptionalInt.empty() : OptionalInt.of(window.asInt(MISTRAL_WINDOW));
    }

    /**
     * The tokens that end a text.
     *
     * @param file a config.json or generation_config.json, for messages
     * @param json its content
     * @return the ids in {@code eos_token_id}, which is a number or a list; empty when it is missing or null
     */
    static List<Integer> endTokens(Path file, JsonNode json) {
        JsonNode named = json.path("eos_token_id");
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : named.isArray() ? named : List.of(named)) {
            if (id.isMissingNode() || id.isNull()) {
                continue;
            }
            if (!id.canConvertToInt() || !id.isIntegralNumber() || id.asInt() < 0) {
                throw InputException.at(
                        file + ", eos_token_id",
                        "found " + named,
                        "a token's id, or a list of ids",
                        "correct the file");
            }
            ids.add(id.asInt());
        }
        return ids;
    }

    /**
     * Creates the config.json of a model.
     *
     * @param c the model's shape
     * @param type the number type of its stored weights
     * @return the fields in the order of the file
     */
    static Map<String, @Nullable Object> write(LlamaConfig c, NumberType type) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of(c.architecture().className()));
        json.put("model_type", c.architecture().modelType());
        json.put("hidden_size", c.hiddenSize());
        json.put("intermediate_size", c.intermediateSize());
        json.put("num_hidden_layers", c.layers());
        json.put("num_attention_heads", c.attentionHeads());
        json.put("num_key_value_heads", c.keyValueHeads());
        json.put("head_dim", c.headWidth());
        json.put("vocab_size", c.vocabularySize());
        json.put("max_position_embeddings", c.maxPositions());
        json.put("rms_norm_eps", c.rmsNormEpsilon());
        json.putAll(RopeFields.write(c));
        if (c.architecture().is(Architecture.MISTRAL)) {
            json.put(
                    "sliding_window",
                    c.slidingWindow().isPresent() ? c.slidingWindow().getAsInt() : null);
        }
        json.put("hidden_act", "silu");
        json.putAll(ArchitectureFields.write(c));
        json.put("tie_word_embeddings", c.tiedEmbeddings());
        json.put("bos_token_id", c.startToken().isPresent() ? c.startToken().getAsInt() : null);
        json.put("eos_token_id", oneOrList(c.endTokens()));
        json.put("torch_dtype", type.torchName());
        return json;
    }

    /** A single id is written as a number; an empty list as null. */
    static @Nullable Object oneOrList(List<Integer> ids) {
        return ids.isEmpty() ? null : ids.size() == 1 ? ids.get(0) : ids;
    }

    /** {@code A with a, B with b or C with c}. */
    private static String supported() {
        List<String> names = Architecture.known().stream()
                .map(known -> known.className() + " with " + known.modelType())
                .toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static Architecture architecture(Path file, JsonNode json) {
        String named = json.path("architectures").path(0).asText("");
        String type = json.path("model_type").asText("");
        return Architecture.known().stream()
                .filter(known -> known.className().equals(named) || named.isEmpty())
                .filter(known -> known.modelType().equals(type) || (type.isEmpty() && !named.isEmpty()))
                .findFirst()
                .orElseThrow(() -> InputException.at(
                        file + ", architectures",
                        "found " + json.path("architectures") + " with the model_type " + json.path("model_type"),
                        supported(),
                        "choose a model of one of these families"));
    }

    /** Reads numbers of a JSON object. */
    private record CheckedFields(Path file, JsonNode json) {
        int integer(String name) {
            JsonNode value = json.path(name);
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw InputException.at(
                        file + ", " + name,
                        value.isMissingNode() ? "it is missing" : "found " + value,
                        "a whole number",
                        "fetch the config again");
            }
            return value.asInt();
        }

        int integer(String name, int otherwise) {
            return json.hasNonNull(name) ? integer(name) : otherwise;
        }

        double number(String name, double otherwise) {
            JsonNode value = json.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return otherwise;
            }
            if (!value.isNumber()) {
                throw InputException.at(file + ", " + name, "found " + value, "a number", "fetch the config again");
            }
            return value.asDouble();
        }
    }
}
