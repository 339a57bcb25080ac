package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.reformatted.realign.base.InputException;

/**
 * The fields of an adapter_config.json, as PEFT 0.4 to 0.21, Unsloth, Axolotl and LLaMA-Factory write it: each is used, is known to change nothing
 * here, or is refused with the reason. A field that is null, false or empty changes nothing, whatever its name.
 */
final class AdapterFields {
    private static final Set<String> USED = Set.of(
            "peft_type",
            "task_type",
            "r",
            "lora_alpha",
            "lora_dropout",
            "target_modules",
            "exclude_modules",
            "layers_to_transform",
            "layers_pattern",
            "rank_pattern",
            "alpha_pattern",
            "use_rslora",
            "use_dora",
            "init_lora_weights",
            "modules_to_save",
            "ensure_weight_tying",
            "trainable_token_indices",
            "bias",
            "lora_bias");

    /**
     * Fields that leave the sums alone. {@code fan_in_fan_out}: PEFT itself sets it to false for the linear layers of these models. The settings of an
     * initialisation count with that initialisation alone. VeLoRA changes how gradients are stored, not what the adapter is.
     */
    private static final Set<String> HARMLESS = Set.of(
            "auto_mapping",
            "base_model_name_or_path",
            "revision",
            "inference_mode",
            "peft_version",
            "megatron_core",
            "runtime_config",
            "fan_in_fan_out",
            "loftq_config",
            "eva_config",
            "corda_config",
            "lora_ga_config",
            "velora_config",
            "qalora_group_size",
            "unsloth_fixed",
            "unsloth_version");

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry(
                    "alora_invocation_tokens",
                    "the adapter counts behind its invocation tokens alone, which no merged model can follow"),
            Map.entry(
                    "invocation_string",
                    "the adapter counts behind its invocation text alone, which no merged model can follow"),
            Map.entry("layer_replication", "it makes a model with other layers than the base has"),
            Map.entry("target_parameters", "it adapts parameters of expert layers, which these models do not have"),
            Map.entry("use_qalora", "it adapts a quantized base, which is not read here"),
            Map.entry("use_bdlora", "its adapters are block diagonal"),
            Map.entry("arrow_config", "it chooses between several adapters for each token"),
            Map.entry("kasa_config", "it has a third factor between the two and changes the base"),
            Map.entry("monteclora_config", "it draws from a distribution of adapters"),
            Map.entry("megatron_config", "its layers are split over devices"));

    private AdapterFields() {}

    /** Refuses what would change the merged model and is not followed here. */
    static void check(Path file, JsonNode json) {
        json.properties().forEach(field -> check(file, field.getKey(), field.getValue()));
    }

    private static void check(Path file, String field, JsonNode value) {
        if (USED.contains(field) || HARMLESS.contains(field) || isEmpty(value)) {
            return;
        }
        String reason = REFUSED.getOrDefault(field, "what it does to the adapter is not known here");
        throw InputException.at(
                file + ", " + field,
                "found " + value,
                "no such field, or null",
                reason + ": use this adapter with PEFT, or train one without it");
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.asBoolean())
                || (value.isContainerNode() && value.isEmpty());
    }
}
