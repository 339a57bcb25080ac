package org.reformatted.finetune.model;

import java.util.HashMap;
import java.util.Map;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Product;

/** Constants of a model: the values that replace the slots in the text of its kernels ({@link Kernel}), and its rotary frequencies. */
final class KernelConstants {
    private KernelConstants() {}

    /** The constants of the forward pass and of generation, for weights in a layout. */
    static Map<String, Object> of(LlamaConfig c, NumberType type, Backend backend, WeightLayout layout) {
        Map<String, Object> constants = new HashMap<>(of(c, type, backend, layout.product()));
        constants.put("merged", script(layout.merged()));
        return constants;
    }

    /** The constants for weights that are not merged. */
    static Map<String, Object> of(LlamaConfig c, NumberType type, Backend backend, Product product) {
        return Map.ofEntries(
                Map.entry("merged", script(false)),
                Map.entry("width", c.hiddenSize()),
                Map.entry("vocabulary", c.vocabularySize()),
                Map.entry("epsilon", c.rmsNormEpsilon()),
                Map.entry("layers", c.layers()),
                Map.entry("heads", c.attentionHeads()),
                Map.entry("kvHeads", c.keyValueHeads()),
                Map.entry("groups", c.attentionHeads() / c.keyValueHeads()),
                Map.entry("headWidth", c.headWidth()),
                Map.entry("halfWidth", c.headWidth() / 2),
                Map.entry("scale", 1 / Math.sqrt(c.headWidth())),
                Map.entry("attentionWidth", c.attentionWidth()),
                Map.entry("kvWidth", c.keyValueWidth()),
                Map.entry("keptLength", AttentionMethod.keptLength(c)),
                Map.entry("window", c.slidingWindow().orElse(Integer.MAX_VALUE)),
                Map.entry("flashWindow", c.slidingWindow().orElse(0) - 1),
                Map.entry("amplitude", c.ropeScaling().amplitude()),
                Map.entry("headNorms", script(c.architecture().headNorms())),
                Map.entry("biased", script(!c.architecture().biases().isEmpty())),
                Map.entry("qkvBiased", script(c.architecture().has("self_attn.q_proj.bias"))),
                Map.entry("type", type.code()),
                Map.entry("dense", script(backend.rowKernel())),
                Map.entry("addsInProduct", script(product == Product.PLAIN)),
                Map.entry("copiesHeads", script(backend.copiesHeads())),
                Map.entry("keepsFeed", script(backend.keepsFeed())),
                Map.entry("product", product.script()),
                Map.entry("productOnto", product.ontoScript()));
    }

    /** A boolean in TorchScript, which is serialised Python. */
    private static String script(boolean flag) {
        return flag ? "True" : "False";
    }

    /** theta^(-2i/H) for i in [0, H/2), scaled (Su et al., RoFormer, section 3.2.2). */
    static float[] frequencies(LlamaConfig c) {
        float[] frequencies = new float[c.headWidth() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (float) (2 * i) / c.headWidth();
            frequencies[i] = 1 / (float) Math.pow(c.ropeTheta(), exponent);
        }
        return c.ropeScaling().scale(frequencies, c.ropeTheta());
    }
}
