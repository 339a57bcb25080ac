package org.reformatted.finetune.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The architectures that this engine supports. All of them have LLaMA's layers; some add a sliding window, biases of projections or norms of heads.
 *
 * @param className the name in {@code architectures} of a config.json, such as {@code LlamaForCausalLM}
 * @param modelType the name in {@code model_type} of a config.json, such as {@code llama}
 * @param biases the projections with a bias, such as {@code self_attn.q_proj}, in the order of {@link LlamaWeights#LAYER}
 * @param headNorms whether an RMS norm is applied to each head of queries and keys before the rotary embedding (Qwen3 technical report 2025, section
 *     2)
 */
public record Architecture(String className, String modelType, List<String> biases, boolean headNorms) {
    /** LLaMA 1 to 3. */
    public static final Architecture LLAMA = new Architecture("LlamaForCausalLM", "llama", List.of(), false);

    /** Mistral 7B. */
    public static final Architecture MISTRAL = new Architecture("MistralForCausalLM", "mistral", List.of(), false);

    /** Qwen2 and Qwen2.5: queries, keys and values have biases (Yang et al. 2024, section 2.2). */
    public static final Architecture QWEN2 = new Architecture(
            "Qwen2ForCausalLM", "qwen2", List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"), false);

    /** Qwen3: heads of queries and keys have norms. */
    public static final Architecture QWEN3 = new Architecture("Qwen3ForCausalLM", "qwen3", List.of(), true);

    /** Copies the list. */
    public Architecture {
        biases = List.copyOf(biases);
    }

    /**
     * Lists all supported architectures, each with the usual biases and norms of its family.
     *
     * @return the architectures
     */
    public static List<Architecture> known() {
        return List.of(LLAMA, MISTRAL, QWEN2, QWEN3);
    }

    /**
     * Whether this architecture is of the same family as another; biases are not compared.
     *
     * @param other an architecture
     * @return whether their class names are equal
     */
    public boolean is(Architecture other) {
        return className.equals(other.className);
    }

    /**
     * Returns the same family with other biases.
     *
     * @param attention whether all projections of attention have a bias
     * @param feedForward whether all projections of the feed-forward block have a bias
     * @return a copy
     */
    public Architecture withBiases(boolean attention, boolean feedForward) {
        List<String> biased = new ArrayList<>();
        for (String part : LlamaWeights.LAYER) {
            boolean wanted = part.startsWith("self_attn.") ? attention : part.startsWith("mlp.") && feedForward;
            if (wanted) {
                biased.add(part);
            }
        }
        return new Architecture(className, modelType, biased, headNorms);
    }

    /**
     * The name that transformers gives to a layer of this architecture.
     *
     * @return such as {@code LlamaDecoderLayer}
     */
    public String layerClass() {
        return className.replace("ForCausalLM", "DecoderLayer");
    }

    /** Whether a layer has one of {@link LlamaWeights#ADDED}. */
    boolean has(String added) {
        return added.endsWith("_norm.weight") ? headNorms : biases.contains(added.replaceFirst("\\.bias$", ""));
    }
}
