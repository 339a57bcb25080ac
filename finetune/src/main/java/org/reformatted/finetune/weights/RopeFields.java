package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.RopeScaling;
import org.reformatted.realign.base.InputException;

/**
 * The rotary fields of a config.json: {@code rope_theta} with {@code rope_scaling} as written by transformers 4, or {@code rope_parameters} as
 * written by transformers 5. If both are present, {@code rope_scaling} is used, as in transformers 5.
 *
 * @param theta base of the frequencies
 * @param scaling how they are scaled
 */
record RopeFields(double theta, RopeScaling scaling) {
    private static final double DEFAULT_THETA = 10000;
    private static final Set<String> KNOWN = Set.of(
            "rope_type",
            "type",
            "rope_theta",
            "factor",
            "original_max_position_embeddings",
            "attention_factor",
            "beta_fast",
            "beta_slow",
            "low_freq_factor",
            "high_freq_factor",
            "mscale",
            "mscale_all_dim",
            "truncate",
            "finetuned");

    static RopeFields read(Path file, JsonNode json) {
        boolean old = json.path("rope_scaling").isObject()
                && !json.path("rope_scaling").isEmpty();
        JsonNode rope = old ? json.path("rope_scaling") : json.path("rope_parameters");
        RopeObject place = new RopeObject(file + ", " + (old ? "rope_scaling" : "rope_parameters"), rope);
        place.requireKnown();
        JsonNode theta = rope.hasNonNull("rope_theta") ? rope.path("rope_theta") : json.path("rope_theta");
        if (!theta.isMissingNode() && !theta.isNull() && !theta.isNumber()) {
            throw InputException.at(file + ", rope_theta", "found " + theta, "a number", "fetch the config again");
        }
        return new RopeFields(theta.asDouble(DEFAULT_THETA), scaling(place, json));
    }

    private static RopeScaling scaling(RopeObject place, JsonNode json) {
        JsonNode rope = place.rope;
        String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
        int longest = json.path("max_position_embeddings").asInt(HuggingFaceConfig.DEFAULT_POSITIONS);
        JsonNode outer = json.path("original_max_position_embeddings");
        int original = outer.isInt()
                ? outer.asInt()
                : rope.path("original_max_position_embeddings").asInt(longest);
        return switch (type) {
            case "default" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(place.number("factor"));
            case "dynamic" -> new RopeScaling.Dynamic(place.number("factor"));
            case "llama3" ->
                new RopeScaling.Llama3(
                        place.number("factor"),
                        place.number("low_freq_factor"),
                        place.number("high_freq_factor"),
                        original);
            case "yarn" ->
                new RopeScaling.Yarn(
                        rope.hasNonNull("factor") ? place.number("factor") : (double) longest / original,
                        original,
                        place.optional("beta_fast").orElse(32),
                        place.optional("beta_slow").orElse(1),
                        rope.path("truncate").asBoolean(true),
                        place.optional("attention_factor"),
                        place.optional("mscale"),
                        place.optional("mscale_all_dim"));
            default ->
                throw InputException.at(
                        place.name,
                        "found " + rope,
                        "a rope_type of default, linear, dynamic, llama3 or yarn",
                        "choose a model without this kind of scaling");
        };
    }

    /**
     * Creates the fields of a config in the format of transformers 4, which transformers 5 reads too.
     *
     * @param c the model's shape
     * @return the fields, in order
     */
    static Map<String, Object> write(LlamaConfig c) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rope_theta", c.ropeTheta());
        if (!c.ropeScaling().fields().isEmpty()) {
            Map<String, Object> scaling = new LinkedHashMap<>();
            scaling.put("rope_type", c.ropeScaling().type());
            scaling.putAll(c.ropeScaling().fields());
            json.put("rope_scaling", scaling);
        }
        return json;
    }

    /** A JSON object with its name, for messages. */
    private record RopeObject(String name, JsonNode rope) {
        RopeObject {
            rope = rope.isNull() ? MissingNode.getInstance() : rope;
        }

        void requireKnown() {
            rope.properties().forEach(field -> {
                boolean whole = field.getKey().equals("partial_rotary_factor")
                        && field.getValue().asDouble() == 1;
                if (!KNOWN.contains(field.getKey()) && !field.getValue().isNull() && !whole) {
                    throw InputException.at(
                            name + "." + field.getKey(),
                            "found " + field.getValue(),
                            "only " + KNOWN.stream().sorted().toList(),
                            "choose a model without this kind of scaling");
                }
            });
        }

        double number(String field) {
            return optional(field)
                    .orElseThrow(() -> InputException.at(
                            name + "." + field, "it is missing", "a number", "fetch the config again"));
        }

        OptionalDouble optional(String field) {
            JsonNode value = rope.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return OptionalDouble.empty();
            }
            if (!value.isNumber()) {
                throw InputException.at(name + "." + field, "found " + value, "a number", "fetch the config again");
            }
            return OptionalDouble.of(value.asDouble());
        }
    }
}
