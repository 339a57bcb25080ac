package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights.Place;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * The adapter_config.json of a LoRA adapter, as PEFT defines it (tuners/lora/config.py).
 *
 * @param dropout fraction of inputs that is hidden from the adapters in training
 * @param rules which modules have an adapter, and with which rank and scale
 * @param decomposed whether it is DoRA: each row of W + B A is scaled to its own trained length (Liu et al. 2024, formula 5)
 * @param start the part of the base weights that was subtracted before training
 * @param whole names, or their last parts, of modules whose complete weights were trained
 * @param keepsTied whether a head that is tied to the embedding stays tied when one of them was trained completely
 * @param tokenRows trained rows of an embedding or head, by its module's name
 */
record AdapterConfig(
        double dropout,
        Rules rules,
        boolean decomposed,
        Start start,
        List<String> whole,
        boolean keepsTied,
        Map<String, List<Integer>> tokenRows) {
    static final String NAME = "adapter_config.json";

    /** The part of the base weights that an initialisation subtracted. */
    enum Start {
        /** Nothing. */
        NOTHING(0, LoadedAdapter.PLAIN),
        /** The part of the largest singular values, which initialised the adapters (Meng et al. 2024, PiSSA, formulas 2 to 4). */
        PISSA(1, "pissa"),
        /** The first columns and rows of a QR decomposition, which initialised the adapters (Büyükakyüz 2024, OLoRA, algorithm 1). */
        OLORA(2, "olora");

        private final int code;
        private final String field;

        Start(int code, String field) {
            this.code = code;
            this.field = field;
        }

        /** The value of {@code init_lora_weights}. */
        String field() {
            return field;
        }

        /** The kernel's code of this value. */
        int code() {
            return code;
        }
    }

    /**
     * Which modules have an adapter.
     *
     * @param targets modules with an adapter
     * @param excluded modules without an adapter, although they are among the targets
     * @param layers indices of the layers that may have adapters, unless a target is a full name; empty for all layers
     * @param lists patterns of the module lists that contain the layers; their group "layer" is the index
     * @param rank the rank if no pattern matches
     * @param alpha the alpha if no pattern matches
     * @param rankStabilised whether the scale is alpha / sqrt(rank) instead of alpha / rank (Kalajdzievski 2023)
     * @param ranks other ranks; the first pattern that matches is used
     * @param alphas other alphas; the first pattern that matches is used
     */
    record Rules(
            ModuleNames targets,
            ModuleNames excluded,
            Set<Integer> layers,
            List<Pattern> lists,
            int rank,
            double alpha,
            boolean rankStabilised,
            Map<Pattern, Double> ranks,
            Map<Pattern, Double> alphas) {
        /** The adapter of a module, if it has one. */
        Optional<Place> place(String module) {
            if (excluded.has(module) || !targets.has(module) || !inLayers(module)) {
                return Optional.empty();
            }
            int own = (int) first(ranks, module, rank);
            double scale = first(alphas, module, alpha) / (rankStabilised ? Math.sqrt(own) : own);
            return Optional.of(new Place(own, scale));
        }

        private boolean inLayers(String module) {
            if (layers.isEmpty() || (targets instanceof ModuleNames.NameList names && names.isFullyTrained(module))) {
                return true;
            }
            return lists.stream()
                    .map(list -> list.matcher(module))
                    .filter(Matcher::lookingAt)
                    .findFirst()
                    .map(found -> layers.contains(Integer.parseInt(found.group("layer"))))
                    .orElse(false);
        }

        private static double first(Map<Pattern, Double> patterns, String module, double otherwise) {
            return patterns.entrySet().stream()
                    .filter(entry -> entry.getKey().matcher(module).matches())
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(otherwise);
        }
    }

    /** The adapter of a module, if it has one; a module whose complete weights were trained has none. */
    Optional<Place> place(String module) {
        boolean inWhole = whole.stream().anyMatch(name -> ("." + module + ".").contains("." + name + "."));
        return inWhole ? Optional.empty() : rules.place(module);
    }

    /** The adapters of a model's layers by the names of their projections. */
    Map<String, Place> places(LlamaConfig config) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String part : LlamaWeights.LAYER) {
                String module = LlamaWeights.module(layer, part);
                if (part.endsWith("_proj")) {
                    place(module).ifPresent(place -> places.put(module, place));
                }
            }
        }
        return places;
    }

    /** Whether the complete weights of a module were trained. As in PEFT, the end of its name is compared. */
    boolean isWhole(String module) {
        return whole.stream().anyMatch(module::endsWith);
    }

    /**
     * Reads a config.
     *
     * @param file an adapter_config.json
     * @return the config
     * @throws InputException naming the field that is wrong or not supported, with the reason
     */
    static AdapterConfig read(Path file) {
        JsonNode json = Json.read(file, JsonNode.class);
        only(file, json, "peft_type", Set.of("LORA"), "this kind of adapter is not supported");
        only(file, json, "task_type", Set.of("CAUSAL_LM"), "it belongs to a model with another head");
        only(file, json, "bias", Set.of("none", "all", "lora_only"), "PEFT has no other value");
        AdapterFields.check(file, json);
        return new AdapterConfig(
                number(file, json, "lora_dropout", 0),
                rules(file, json),
                json.path("use_dora").asBoolean(),
                start(file, json.path("init_lora_weights")),
                ModuleNames.list(file, "modules_to_save", json.path("modules_to_save")),
                json.path("ensure_weight_tying").asBoolean(),
                tokenRows(file, json.path("trainable_token_indices")));
    }

    private static void only(Path file, JsonNode json, String field, Set<String> values, String reason) {
        JsonNode value = json.path(field);
        if (!AdapterFields.isEmpty(value) && !values.contains(value.asText())) {
            throw InputException.at(
                    file + ", " + field,
                    "found " + value,
                    String.join(" or ", new TreeSet<>(values)),
                    reason + ": use this adapter with PEFT, or train a LoRA adapter");
        }
    }

    private static Rules rules(Path file, JsonNode json) {
        ModuleNames targets = json.hasNonNull("target_modules")
                ? ModuleNames.read(file, "target_modules", json.path("target_modules"))
                : new ModuleNames.NameList(
                        List.of("q_proj", "v_proj")); // PEFT's default for these architectures (utils/constants.py)
        return new Rules(
                targets,
                ModuleNames.read(file, "exclude_modules", json.path("exclude_modules")),
                layers(file, json, targets),
                lists(file, json.path("layers_pattern")),
                (int) number(file, json, "r", 8),
                number(file, json, "lora_alpha", 8),
                json.path("use_rslora").asBoolean(),
                patterns(file, "rank_pattern", json.path("rank_pattern")),
                patterns(file, "alpha_pattern", json.path("alpha_pattern")));
    }

    private static Set<Integer> layers(Path file, JsonNode json, ModuleNames targets) {
        JsonNode value = json.path("layers_to_transform");
        if (AdapterFields.isEmpty(value)) {
            return Set.of();
        }
        if (!(targets instanceof ModuleNames.NameList)) {
            throw InputException.at(
                    file + ", layers_to_transform",
                    "found " + value + " with target_modules " + json.path("target_modules"),
                    "a list of target_modules, or no layers",
                    "PEFT itself cannot load such an adapter: put the layers into the expression");
        }
        return Set.copyOf(integers(file, "layers_to_transform", value));
    }

    private static List<Pattern> lists(Path file, JsonNode value) {
        List<String> names = ModuleNames.list(file, "layers_pattern", value);
        if (names.isEmpty()) {
            return List.of(Pattern.compile(".*?\\.[^.]*\\.(?<layer>\\d+)\\."));
        }
        return names.stream()
                .map(name ->
                        ModuleNames.expression(file, "layers_pattern", "(?:^|.*?\\.)" + name + "\\.(?<layer>\\d+)\\."))
                .toList();
    }

    private static Map<Pattern, Double> patterns(Path file, String field, JsonNode value) {
        Map<Pattern, Double> patterns = new LinkedHashMap<>();
        value.properties()
                .forEach(entry -> patterns.put(
                        ModuleNames.expression(file, field, "(.*\\.)?(" + entry.getKey() + ")"),
                        number(file + ", " + field + ", " + entry.getKey(), entry.getValue())));
        return patterns;
    }

    private static Start start(Path file, JsonNode value) {
        String name = value.asText("true").toLowerCase(java.util.Locale.ROOT);
        return switch (name) {
            case "true", "false", "gaussian", "orthogonal", "eva", "mica" -> Start.NOTHING;
            case "pissa" -> Start.PISSA;
            case "olora" -> Start.OLORA;
            default ->
                throw InputException.at(
                        file + ", init_lora_weights",
                        "found " + value,
                        "true, false, gaussian, orthogonal, eva, mica, pissa or olora",
                        startReason(name)
                                + ": save the adapter with PEFT's path_initial_model_for_weight_conversion, which"
                                + " converts it to a plain adapter");
        };
    }

    private static String startReason(String name) {
        if (name.startsWith("pissa_niter")) {
            return "the part that it subtracted from the base depends on random numbers that are not stored";
        }
        return switch (name) {
            case "loftq" -> "it belongs to a quantized base model";
            case "corda", "lora_ga" -> "the part that it subtracted from the base depends on data that are not stored";
            default -> "the part that it subtracted from the base is unknown";
        };
    }

    private static Map<String, List<Integer>> tokenRows(Path file, JsonNode value) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        if (value.isObject()) {
            value.properties()
                    .forEach(entry ->
                            rows.put(entry.getKey(), integers(file, "trainable_token_indices", entry.getValue())));
        } else if (!AdapterFields.isEmpty(value)) {
            rows.put("embed_tokens", integers(file, "trainable_token_indices", value));
        }
        return rows;
    }

    private static List<Integer> integers(Path file, String field, JsonNode value) {
        List<Integer> integers = new ArrayList<>();
        for (JsonNode number : value.isArray() ? value : List.of(value)) {
            if (!number.isIntegralNumber() || !number.canConvertToInt() || number.asInt() < 0) {
                throw InputException.at(
                        file + ", " + field, "found " + value, "whole numbers from 0", "save the adapter again");
            }
            integers.add(number.asInt());
        }
        return integers;
    }

    private static double number(Path file, JsonNode json, String field, double otherwise) {
        return json.hasNonNull(field) ? number(file + ", " + field, json.path(field)) : otherwise;
    }

    private static double number(String place, JsonNode value) {
        if (!value.isNumber()) {
            throw InputException.at(place, "found " + value, "a number", "save the adapter again");
        }
        return value.asDouble();
    }
}
