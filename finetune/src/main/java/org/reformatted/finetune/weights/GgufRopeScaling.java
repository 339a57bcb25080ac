package org.reformatted.finetune.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.RopeScaling;
import org.reformatted.realign.base.InputException;

/**
 * The scaling of positions in a GGUF file (names of ggml's docs/gguf.md). Linear and YaRN are numbers of the metadata; LLaMA-3's is a tensor with the
 * divisor of each frequency, which llama.cpp reads only for the LLaMA architecture.
 */
final class GgufRopeScaling {
    /** The tensor of divisors. */
    static final String DIVISORS = "rope_freqs.weight";

    /** The bounds of YaRN's interpolation, in turns, that llama.cpp uses if a file has none. */
    static final double FAST = 32;

    static final double SLOW = 1;

    private GgufRopeScaling() {}

    /** Refuses a scaling that llama.cpp would compute differently. */
    static void requireKnown(LlamaConfig c, Object place) {
        RopeScaling scaling = c.ropeScaling();
        if (scaling instanceof RopeScaling.Dynamic) {
            throw refused(
                    place,
                    scaling,
                    "none, linear, llama3 or yarn",
                    "set it to null in config.json: within max_position_embeddings it changes nothing");
        }
        if (scaling instanceof RopeScaling.Llama3 && !GgufFile.isLlama(c)) {
            throw refused(
                    place,
                    scaling,
                    "none, linear or yarn, since llama.cpp reads llama3 only for the architecture llama",
                    "use the model with a program that reads Hugging Face folders");
        }
        if (scaling instanceof RopeScaling.Yarn yarn && !yarn.equals(plain(yarn.factor(), yarn.original()))) {
            throw refused(
                    place,
                    scaling,
                    "yarn with only a factor and an original length, beta_fast 32, beta_slow 1 and truncate true",
                    "use the model with a program that reads Hugging Face folders");
        }
    }

    private static InputException refused(Object place, RopeScaling scaling, String expected, String remedy) {
        return InputException.at(
                place + ", rope_scaling", "found " + scaling.type() + " with " + scaling.fields(), expected, remedy);
    }

    /** YaRN as llama.cpp computes it from a factor and an original length. */
    static RopeScaling.Yarn plain(double factor, int original) {
        return new RopeScaling.Yarn(
                factor,
                original,
                FAST,
                SLOW,
                true,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    static void put(GgufHeader header, LlamaConfig c, String name) {
        if (c.ropeScaling() instanceof RopeScaling.Linear linear) {
            header.put(name + ".rope.scaling.type", "linear")
                    .put(name + ".rope.scaling.factor", (float) linear.factor());
        } else if (c.ropeScaling() instanceof RopeScaling.Yarn yarn) {
            header.put(name + ".rope.scaling.type", "yarn")
                    .put(name + ".rope.scaling.factor", (float) yarn.factor())
                    .put(name + ".rope.scaling.original_context_length", yarn.original());
        }
    }

    /** The divisor of each frequency if the file has a tensor of them; otherwise empty. */
    static List<Float> divisors(LlamaConfig c) {
        return c.ropeScaling() instanceof RopeScaling.Llama3 llama3
                ? divisors(llama3, c.ropeTheta(), c.headWidth())
                : List.of();
    }

    static List<Float> divisors(RopeScaling.Llama3 scaling, double theta, int headWidth) {
        float[] plain = new float[headWidth / 2];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (float) Math.pow(theta, -2.0 * i / headWidth);
        }
        float[] scaled = scaling.scale(plain, theta);
        List<Float> divisors = new ArrayList<>();
        for (int i = 0; i < plain.length; i++) {
            divisors.add(plain[i] / scaled[i]);
        }
        return divisors;
    }
}
