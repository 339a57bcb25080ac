package org.reformatted.finetune.model;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of the weights of a LLaMA in Hugging Face's checkpoints, and their shapes. */
public final class LlamaWeights {
    /** The embedding, (V, D). */
    public static final String EMBEDDING = "model.embed_tokens.weight";
    /** The last norm, (D). */
    public static final String NORM = "model.norm.weight";
    /** The output head, (V, D); absent when tied to the embedding. */
    public static final String HEAD = "lm_head.weight";

    /** The weights of a layer in the order of the kernels' arguments. */
    public static final List<String> LAYER = List.of(
            "input_layernorm",
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.o_proj",
            "post_attention_layernorm",
            "mlp.gate_proj",
            "mlp.up_proj",
            "mlp.down_proj");

    /**
     * The optional weights of a layer, in the order of the kernels' arguments. Index i is the bias of projection i of {@link #LAYER}; norms of heads
     * use the indices of the layer's norms.
     */
    public static final List<String> ADDED = List.of(
            "self_attn.q_norm.weight",
            "self_attn.q_proj.bias",
            "self_attn.k_proj.bias",
            "self_attn.v_proj.bias",
            "self_attn.o_proj.bias",
            "self_attn.k_norm.weight",
            "mlp.gate_proj.bias",
            "mlp.up_proj.bias",
            "mlp.down_proj.bias");

    private LlamaWeights() {}

    /**
     * The full name of a layer's weight.
     *
     * @param layer from 0
     * @param part one of {@link #LAYER}
     * @return such as {@code model.layers.0.self_attn.q_proj.weight}
     */
    public static String name(int layer, String part) {
        return module(layer, part) + ".weight";
    }

    /**
     * The full name of a part of a layer.
     *
     * @param layer from 0
     * @param part one of {@link #LAYER} or {@link #ADDED}
     * @return such as {@code model.layers.0.self_attn.q_proj}
     */
    public static String module(int layer, String part) {
        return "model.layers." + layer + "." + part;
    }

    /**
     * Lists every weight of a model with its shape, in the order of the forward pass.
     *
     * @param c the model's config
     * @return names and shapes
     */
    public static Map<String, Shape> shapes(LlamaConfig c) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, new Shape(c.vocabularySize(), c.hiddenSize()));
        for (int layer = 0; layer < c.layers(); layer++) {
            for (String part : LAYER) {
                shapes.put(name(layer, part), shape(c, part));
            }
            for (String added : ADDED) {
                if (c.architecture().has(added)) {
                    shapes.put(module(layer, added), addedShape(c, added));
                }
            }
        }
        shapes.put(NORM, new Shape(c.hiddenSize()));
        if (!c.tiedEmbeddings()) {
            shapes.put(HEAD, new Shape(c.vocabularySize(), c.hiddenSize()));
        }
        return shapes;
    }

    /** Whether a weight is the last of a layer in the order of {@link #shapes}. */
    static boolean endsLayer(LlamaConfig c, int layer, String name) {
        String last = name(layer, LAYER.get(LAYER.size() - 1));
        for (String added : ADDED) {
            if (c.architecture().has(added)) {
                last = module(layer, added);
            }
        }
        return name.equals(last);
    }

    private static Shape addedShape(LlamaConfig c, String added) {
        return added.endsWith("_norm.weight")
                ? new Shape(c.headWidth())
                : new Shape(shape(c, added.replaceFirst("\\.bias$", "")).get(0));
    }

    /**
     * Counts the parameters of a model.
     *
     * @param config the model's config
     * @return the number of parameters
     */
    public static long parameters(LlamaConfig config) {
        return shapes(config).values().stream()
                .mapToLong(LlamaWeights::elements)
                .sum();
    }

    /**
     * The number of elements of a shape.
     *
     * @param shape its dimensions
     * @return their product
     */
    public static long elements(Shape shape) {
        long elements = 1;
        for (long dimension : shape.getShape()) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }

    /**
     * The shape of a layer's weight: output width, then input width.
     *
     * @param c the model's config
     * @param part one of {@link #LAYER}
     * @return its shape
     */
    public static Shape shape(LlamaConfig c, String part) {
        return switch (part) {
            case "self_attn.q_proj" -> new Shape(c.attentionWidth(), c.hiddenSize());
            case "self_attn.k_proj", "self_attn.v_proj" -> new Shape(c.keyValueWidth(), c.hiddenSize());
            case "self_attn.o_proj" -> new Shape(c.hiddenSize(), c.attentionWidth());
            case "mlp.gate_proj", "mlp.up_proj" -> new Shape(c.intermediateSize(), c.hiddenSize());
            case "mlp.down_proj" -> new Shape(c.hiddenSize(), c.intermediateSize());
            case "input_layernorm", "post_attention_layernorm" -> new Shape(c.hiddenSize());
            default -> throw new IllegalArgumentException("a layer has no weight " + part);
        };
    }
}
