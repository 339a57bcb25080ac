package org.reformatted.finetune.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.reformatted.realign.base.Check;

/**
 * How the rotary frequencies of a model differ from theta^(-2i/H), so that it can process longer sequences than it was pretrained on. Names and
 * formulas are those of transformers 5 ({@code modeling_rope_utils.py}).
 */
public sealed interface RopeScaling {
    /**
     * The name in {@code rope_type} of a config.json.
     *
     * @return such as {@code linear}
     */
    String type();

    /**
     * Scales the frequencies.
     *
     * @param frequencies theta^(-2i/H) for i in [0, H/2)
     * @param theta the base
     * @return the frequencies of the model
     */
    float[] scale(float[] frequencies, double theta);

    /**
     * The factor of cosine and sine.
     *
     * @return 1 for all kinds but YaRN
     */
    default double amplitude() {
        return 1;
    }

    /**
     * The fields of a config.json in addition to {@link #type()}.
     *
     * @return fields of {@code rope_scaling}, in order
     */
    Map<String, Object> fields();

    /** Unchanged frequencies. */
    record None() implements RopeScaling {
        @Override
        public String type() {
            return "default";
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of();
        }

        @Override
        public float[] scale(float[] frequencies, double theta) {
            return frequencies.clone();
        }
    }

    /**
     * Divides positions by a factor.
     *
     * @param factor the divisor
     */
    record Linear(double factor) implements RopeScaling {
        /** Checks the factor. */
        public Linear {
            Check.argument(factor > 0, "rope_scaling.factor (%s) must be positive", factor);
        }

        @Override
        public String type() {
            return "linear";
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("factor", factor);
        }

        @Override
        public float[] scale(float[] frequencies, double theta) {
            float[] scaled = frequencies.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] /= (float) factor;
            }
            return scaled;
        }
    }

    /**
     * A base that grows with the length of sequences beyond {@code max_position_embeddings}. This engine does not process longer sequences, and up to
     * this length the frequencies are unchanged.
     *
     * @param factor kept for the config.json that is written
     */
    record Dynamic(double factor) implements RopeScaling {
        /** Checks the factor. */
        public Dynamic {
            Check.argument(factor >= 1, "rope_scaling.factor (%s) must be at least 1", factor);
        }

        @Override
        public String type() {
            return "dynamic";
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("factor", factor);
        }

        @Override
        public float[] scale(float[] frequencies, double theta) {
            return frequencies.clone();
        }
    }

    /**
     * Scaling of LLaMA 3.1: low frequencies are divided, high frequencies are unchanged, and frequencies between them are interpolated.
     *
     * @param factor the divisor of low frequencies
     * @param lowFactor wavelengths above {@code original / lowFactor} are low frequencies
     * @param highFactor wavelengths below {@code original / highFactor} are high frequencies
     * @param original sequence length of the pretraining, in tokens
     */
    record Llama3(double factor, double lowFactor, double highFactor, int original) implements RopeScaling {
        /** Checks the numbers. */
        public Llama3 {
            Check.argument(factor > 0, "rope_scaling.factor (%s) must be positive", factor);
            Check.argument(lowFactor > 0, "rope_scaling.low_freq_factor (%s) must be positive", lowFactor);
            Check.argument(
                    highFactor > lowFactor,
                    "rope_scaling.high_freq_factor (%s) must be above low_freq_factor (%s)",
                    highFactor,
                    lowFactor);
            Check.argument(
                    original > 0, "rope_scaling.original_max_position_embeddings (%s) must be positive", original);
        }

        @Override
        public String type() {
            return "llama3";
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("factor", factor);
            fields.put("low_freq_factor", lowFactor);
            fields.put("high_freq_factor", highFactor);
            fields.put("original_max_position_embeddings", original);
            return fields;
        }

        @Override
        public float[] scale(float[] frequencies, double theta) {
            float[] scaled = frequencies.clone();
            for (int i = 0; i < scaled.length; i++) {
                double wavelength = 2 * Math.PI / scaled[i];
                double kept = (original / wavelength - lowFactor) / (highFactor - lowFactor);
                double share = Math.min(1, Math.max(0, kept));
                scaled[i] = (float) ((1 - share) * scaled[i] / factor + share * scaled[i]);
            }
            return scaled;
        }
    }

    /**
     * YaRN (Peng et al. 2023, arXiv 2309.00071): dimensions with at least {@code fast} turns are unchanged, dimensions with at most {@code slow}
     * turns are divided, dimensions between them are interpolated linearly, and attention is scaled.
     *
     * @param factor the divisor
     * @param original sequence length of the pretraining, in tokens
     * @param fast turns within {@code original} tokens from which a dimension is unchanged
     * @param slow turns within {@code original} tokens up to which a dimension is divided
     * @param truncate whether the ends of the interpolation are rounded to entire dimensions
     * @param attention {@code attention_factor}; if absent, 0.1 ln(factor) + 1, or the quotient that {@code numerator} and {@code denominator} define
     * @param numerator {@code mscale}: the attention factor is (0.1 mscale ln(factor) + 1) / (0.1 mscale_all_dim ln(factor) + 1)
     * @param denominator {@code mscale_all_dim}
     */
    record Yarn(
            double factor,
            int original,
            double fast,
            double slow,
            boolean truncate,
            OptionalDouble attention,
            OptionalDouble numerator,
            OptionalDouble denominator)
            implements RopeScaling {
        /** Checks the numbers. */
        public Yarn {
            Check.argument(factor > 0, "rope_scaling.factor (%s) must be positive", factor);
            Check.argument(
                    original > 0, "rope_scaling.original_max_position_embeddings (%s) must be positive", original);
            Check.argument(
                    fast > slow && slow > 0, "rope_scaling.beta_fast (%s) must be above beta_slow (%s)", fast, slow);
        }

        @Override
        public String type() {
            return "yarn";
        }

        @Override
        public double amplitude() {
            if (attention.isPresent()) {
                return attention.getAsDouble();
            }
            boolean scaled = numerator.orElse(0) != 0 && denominator.orElse(0) != 0;
            return scaled ? sharpness(numerator.getAsDouble()) / sharpness(denominator.getAsDouble()) : sharpness(1);
        }

        private double sharpness(double weight) {
            return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("factor", factor);
            fields.put("original_max_position_embeddings", original);
            fields.put("beta_fast", fast);
            fields.put("beta_slow", slow);
            fields.put("truncate", truncate);
            attention.ifPresent(value -> fields.put("attention_factor", value));
            numerator.ifPresent(value -> fields.put("mscale", value));
            denominator.ifPresent(value -> fields.put("mscale_all_dim", value));
            return fields;
        }

        @Override
        public float[] scale(float[] frequencies, double theta) {
            int width = 2 * frequencies.length;
            double low = dimension(fast, theta, width);
            double high = dimension(slow, theta, width);
            low = Math.max(0, truncate ? Math.floor(low) : low);
            high = Math.min(width - 1, truncate ? Math.ceil(high) : high);
            high += low == high ? 0.001 : 0;
            float[] scaled = frequencies.clone();
            for (int i = 0; i < scaled.length; i++) {
                double share = Math.min(1, Math.max(0, (i - low) / (high - low)));
                scaled[i] = (float) (scaled[i] / factor * share + scaled[i] * (1 - share));
            }
            return scaled;
        }

        /** The dimension with this number of turns within the original length. */
        private double dimension(double turns, double theta, int width) {
            return width * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }
}
