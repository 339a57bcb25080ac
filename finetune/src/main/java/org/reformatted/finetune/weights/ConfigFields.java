package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.realign.base.InputException;

/**
 * Classifies each field of a config.json: it is used, it is known to change nothing in a LLaMA or Mistral model, or it is refused with the reason.
 * The names are those that transformers 4.3x to 5.x, Unsloth, Axolotl, LLaMA-Factory, mergekit and transformers.js write. The class of a field may
 * depend on its value.
 */
final class ConfigFields {
    /** Fields that {@link HuggingFaceConfig} reads. */
    private static final Set<String> USED = Set.of(
            "architectures",
            "model_type",
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "vocab_size",
            "max_position_embeddings",
            "original_max_position_embeddings",
            "rms_norm_eps",
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "sliding_window",
            "tie_word_embeddings",
            "bos_token_id",
            "eos_token_id");

    /** Names, versions, and settings of how another program computes the same numbers. */
    private static final Set<String> DESCRIPTIVE = Set.of(
            "_name_or_path",
            "_model_name_or_path",
            "name_or_path",
            "model_name",
            "_commit_hash",
            "transformers_version",
            "transformers.js_config",
            "optimum_version",
            "license",
            "auto_map",
            "custom_pipelines",
            "tokenizer_class",
            "torch_dtype",
            "dtype",
            "use_bfloat16",
            "torchscript",
            "tf_legacy_loss",
            "use_cache",
            "pretraining_tp",
            "gradient_checkpointing",
            "attn_implementation",
            "_attn_implementation",
            "_attn_implementation_autoset",
            "_attn_implementation_internal",
            "_experts_implementation",
            "_flash_attn_2_enabled",
            "use_flash_attention",
            "use_flash_attn",
            "output_attentions",
            "output_hidden_states",
            "return_dict",
            "use_return_dict",
            "is_decoder",
            "keys_to_ignore_at_inference",
            "initializer_range",
            "initializer_factor",
            "loss_type",
            "num_logits_to_keep",
            "logits_to_keep",
            "neftune_noise_alpha",
            "base_model_tp_plan",
            "base_model_pp_plan");

    /** Ids of tokens, lengths and labels that no layer uses. */
    private static final Set<String> BESIDE_THE_MODEL = Set.of(
            "pad_token_id",
            "unk_token_id",
            "sep_token_id",
            "cls_token_id",
            "mask_token_id",
            "decoder_start_token_id",
            "max_sequence_length",
            "max_seq_len",
            "max_seq_length",
            "model_max_length",
            "tokenizer_model_max_length",
            "tokenizer_padding_side",
            "seq_length",
            "max_window_layers",
            "id2label",
            "label2id",
            "num_labels",
            "problem_type",
            "finetuning_task",
            "task_specific_params",
            "prefix");

    /** Sampling settings of another program. In this project the generation request sets them, and transformers 5 ignores them in config.json. */
    private static final Set<String> DRAWING = Set.of(
            "max_length",
            "min_length",
            "max_new_tokens",
            "do_sample",
            "early_stopping",
            "num_beams",
            "num_beam_groups",
            "diversity_penalty",
            "temperature",
            "top_k",
            "top_p",
            "typical_p",
            "repetition_penalty",
            "length_penalty",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "bad_words_ids",
            "num_return_sequences",
            "output_scores",
            "return_dict_in_generate",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "remove_invalid_values",
            "exponential_decay_length_penalty",
            "suppress_tokens",
            "begin_suppress_tokens");

    /** Fields whose value decides. */
    private static final Map<String, Rule> BY_VALUE = new HashMap<>();

    static {
        Set.of("attention_bias", "mlp_bias", "bias", "qkv_bias", "use_bias")
                .forEach(name -> only(name, false, "projections without a bias"));
        Set.of("attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop", "attn_pdrop", "resid_dropout")
                .forEach(name -> only(name, 0, "no dropout"));
        Set.of("is_encoder_decoder", "add_cross_attention", "tie_encoder_decoder")
                .forEach(name -> only(name, false, "a decoder-only model"));
        Set.of("use_qk_norm", "qk_layernorm", "qk_layernorms", "use_parallel_residual", "parallel_attn", "alibi")
                .forEach(name -> only(name, false, "the plain layers of LLaMA"));
        Set.of("partial_rotary_factor", "rotary_pct", "rotary_emb_fraction", "rope_pct")
                .forEach(name -> only(name, 1, "rotary positions on entire heads"));
        Set.of("embedding_multiplier", "residual_multiplier", "logits_scaling", "logit_scale", "embedding_scale")
                .forEach(name -> only(name, 1, "no scaling of activations"));
        only("rope_interleaved", false, "rotary pairs at a distance of half a head");
        only("chunk_size_feed_forward", 0, "the entire row at once");
        only("is_llama_config", true, "LLaMA's layers");
        BY_VALUE.put(
                "hidden_act",
                new Rule(
                        "silu or swish",
                        (json, value) -> Set.of("silu", "swish").contains(value.asText())));
        BY_VALUE.put("pruned_heads", new Rule("entire heads", (json, value) -> value.isEmpty()));
        BY_VALUE.put(
                "use_sliding_window",
                new Rule(
                        "true for a Mistral model with a sliding_window, else false",
                        (json, value) -> value.isBoolean() && value.asBoolean() == isWindowed(json)));
        BY_VALUE.put(
                "layer_types",
                new Rule(
                        "for each layer 'full_attention', or for a Mistral model with a sliding_window"
                                + " 'sliding_attention'",
                        ConfigFields::isUniform));
        Set.of("quantization_config", "quantization", "compression_config")
                .forEach(
                        name -> BY_VALUE.put(name, new Rule("weights that are not quantised", (json, value) -> false)));
    }

    private ConfigFields() {}

    /** A condition on a field's value within its config, and what is expected. */
    private record Rule(String expected, BiPredicate<JsonNode, JsonNode> holds) {}

    private static void only(String name, boolean value, String reason) {
        BY_VALUE.put(
                name,
                new Rule(value + ", " + reason, (json, found) -> found.isBoolean() && found.asBoolean() == value));
    }

    private static void only(String name, int value, String reason) {
        BY_VALUE.put(
                name, new Rule(value + ", " + reason, (json, found) -> found.isNumber() && found.asDouble() == value));
    }

    private static boolean isWindowed(JsonNode json) {
        return HuggingFaceConfig.slidingWindow(json).isPresent();
    }

    private static boolean isUniform(JsonNode json, JsonNode types) {
        String all = isWindowed(json) ? "sliding_attention" : "full_attention";
        boolean same = types.isArray()
                && types.size() == json.path("num_hidden_layers").asInt();
        for (JsonNode type : types) {
            same &= type.asText().equals(all);
        }
        return same;
    }

    /**
     * Checks that every field of a config is used or changes nothing.
     *
     * @param file the config.json, for messages
     * @param json its content
     * @param architecture of the model
     * @throws InputException naming the first other field, and why it is refused
     */
    static void requireFollowed(Path file, JsonNode json, Architecture architecture) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            refusal(json, architecture, field.getKey(), field.getValue()).ifPresent(expected -> {
                throw InputException.at(
                        file + ", " + field.getKey(),
                        "found " + field.getValue(),
                        expected,
                        "this engine supports no other value: choose another model, or remove the field if it"
                                + " changes nothing");
            });
        }
    }

    /** The expected value of a field that is not supported; empty for an accepted field. */
    private static Optional<String> refusal(JsonNode json, Architecture architecture, String name, JsonNode value) {
        boolean harmless = value.isNull()
                || ArchitectureFields.follows(architecture, name)
                || USED.contains(name)
                || DESCRIPTIVE.contains(name)
                || BESIDE_THE_MODEL.contains(name)
                || DRAWING.contains(name)
                || name.startsWith("unsloth_")
                || name.startsWith("_unsloth_");
        if (harmless) {
            return Optional.empty();
        }
        Rule rule = BY_VALUE.get(name);
        if (rule == null) {
            return Optional.of("a field that this engine supports");
        }
        return rule.holds.test(json, value) ? Optional.empty() : Optional.of(rule.expected);
    }
}
