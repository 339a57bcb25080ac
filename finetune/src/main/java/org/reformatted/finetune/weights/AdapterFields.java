package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.reformatted.realign.base.InputException;

/**
 * The fields of an adapter_config.json, as PEFT 0.4 to 0.21, Unsloth, Axolotl and LLaMA-Factory write it: each field is used, is known to change
 * nothing in this engine, or is refused with the reason. A field that is null, false or empty is always accepted.
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
     * Fields that do not change the adapter's results. PEFT itself sets {@code fan_in_fan_out} to false for the linear layers of these models. The
     * settings of an initialisation have an effect only with that initialisation. VeLoRA changes how gradients are stored, not the adapter.
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
                    "the adapter is active only after its invocation tokens, which a merged model cannot reproduce"),
            Map.entry(
                    "invocation_string",
                    "the adapter is active only after its invocation text, which a merged model cannot reproduce"),
            Map.entry("layer_replication", "it creates a model with other layers than the base model"),
            Map.entry("target_parameters", "it adapts parameters of expert layers, which these models do not have"),
            Map.entry("use_qalora", "it adapts a quantized base model, which is not supported"),
            Map.entry("use_bdlora", "its adapters are block diagonal"),
            Map.entry("arrow_config", "it chooses between several adapters for each token"),
            Map.entry("kasa_config", "it has a third factor between A and B and changes the base model"),
            Map.entry("monteclora_config", "it draws from a distribution of adapters"),
            Map.entry("megatron_config", "its layers are split over devices"));

    private AdapterFields() {}

    /** Refuses fields that would change the merged model and that are not supported. */
    static void check(Path file, JsonNode json) {
        json.properties().forEach(field -> check(file, field.getKey(), field.getValue()));
    }

    private static void check(Path file, String field, JsonNode value) {
        if (USED.contains(field) || HARMLESS.contains(field) || isEmpty(value)) {
            return;
        }
        String reason = REFUSED.getOrDefault(field, "its effect on the adapter is unknown");
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
