package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.realign.base.Check;

/**
 * Low-rank adapters of a model's projections (Hu et al. 2021): a projection W becomes W + alpha/rank * B A, and A and B alone are trained. Owns the
 * adapters' memory.
 */
public final class LoraWeights implements AutoCloseable {
    private final Settings settings;
    private final NDManager manager;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private final List<List<NDArray>> layers = new ArrayList<>();
    private final NDArray scale;
    private final NDArray dropout;

    /**
     * How adapters are made.
     *
     * @param rank inner width
     * @param alpha the scale is alpha / rank
     * @param dropout share of a projection's inputs that the adapter does not see in a training step, in [0, 1)
     * @param targets last names of the projections, such as {@code q_proj}
     */
    public record Settings(int rank, double alpha, double dropout, List<String> targets) {
        /** Checks the ranges. */
        public Settings {
            targets = List.copyOf(targets);
            Check.argument(rank > 0, "rank (%s) must be positive", rank);
            Check.argument(alpha > 0, "alpha (%s) must be positive", alpha);
            Check.argument(dropout >= 0 && dropout < 1, "dropout (%s) must be at least 0 and below 1", dropout);
            Check.argument(!targets.isEmpty(), "targets (%s) must name at least one projection", targets);
            for (String target : targets) {
                Check.argument(known().contains(target), "targets (%s) must be among %s", target, known());
            }
        }

        /**
         * The names a target may have.
         *
         * @return the projections of a layer
         */
        public static List<String> known() {
            return LlamaWeights.LAYER.stream()
                    .filter(part -> part.endsWith("_proj"))
                    .map(part -> part.substring(part.indexOf('.') + 1))
                    .toList();
        }

        boolean has(String part) {
            return targets.contains(part.substring(part.indexOf('.') + 1));
        }
    }

    /**
     * Makes adapters.
     *
     * @param settings how
     * @param model whose projections they stand beside
     * @param source gives each tensor by its name, such as {@code model.layers.0.self_attn.q_proj.lora_A.weight}: A is (rank, input width), B is
     *     (output width, rank)
     */
    public LoraWeights(Settings settings, LlamaModel model, LlamaModel.WeightSource source) {
        this.settings = settings;
        manager = model.manager().newSubManager();
        NDArray none = manager.create(new Shape(0));
        for (int layer = 0; layer < model.config().layers(); layer++) {
            List<NDArray> pairs = new ArrayList<>();
            for (String part : LlamaWeights.LAYER) {
                if (settings.has(part)) {
                    Shape shape = LlamaWeights.shape(model.config(), part);
                    pairs.add(tensor(source, name(layer, part, "lora_A"), new Shape(settings.rank, shape.get(1))));
                    pairs.add(tensor(source, name(layer, part, "lora_B"), new Shape(shape.get(0), settings.rank)));
                } else {
                    pairs.addAll(List.of(none, none));
                }
            }
            layers.add(pairs);
        }
        scale = manager.create((float) (settings.alpha / settings.rank));
        dropout = manager.create((float) settings.dropout);
    }

    private NDArray tensor(LlamaModel.WeightSource source, String name, Shape shape) {
        NDArray tensor = source.weight(manager, name, shape);
        tensors.put(name, tensor);
        return tensor;
    }

    /**
     * How the adapters were made.
     *
     * @return the settings
     */
    public Settings settings() {
        return settings;
    }

    /**
     * The adapters by name.
     *
     * @return the live tensors
     */
    public Map<String, NDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** A layer's weights with all that the kernel needs to go through the adapters. */
    List<NDArray> extend(List<NDArray> weights, int layer) {
        List<NDArray> extended = new ArrayList<>(weights);
        extended.addAll(layers.get(layer));
        extended.add(scale);
        return extended;
    }

    /** The same, with what dropout draws. */
    List<NDArray> extendForTraining(List<NDArray> weights, int layer, Dropout draw) {
        List<NDArray> extended = extend(weights, layer);
        if (settings.dropout > 0) {
            extended.addAll(draw.masks(extended, dropout));
        }
        return extended;
    }

    /** Draws what the inputs of a layer's adapters are multiplied with. */
    interface Dropout {
        List<NDArray> masks(List<NDArray> weights, NDArray dropout);
    }

    /** The names of a layer's tensors in the kernel's order, A and B of each projection; empty where there is none. */
    List<String> names(int layer) {
        return LlamaWeights.LAYER.stream()
                .flatMap(part -> settings.has(part)
                        ? Stream.of(name(layer, part, "lora_A"), name(layer, part, "lora_B"))
                        : Stream.of("", ""))
                .toList();
    }

    private static String name(int layer, String part, String tensor) {
        return LlamaWeights.name(layer, part).replaceFirst("weight$", tensor + ".weight");
    }

    @Override
    public void close() {
        manager.close();
    }
}
