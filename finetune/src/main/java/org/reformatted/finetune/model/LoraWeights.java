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
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.realign.base.Check;

/**
 * Low-rank adapters of a model's projections (Hu et al. 2021): a projection W becomes W + scale * B A, and only A and B are trained. Owns the
 * adapters' memory.
 */
public final class LoraWeights implements AutoCloseable {
    private final Map<String, Place> places;
    private final double dropout;
    private final NDManager manager;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private final List<List<NDArray>> layers = new ArrayList<>();

    /**
     * The adapter of a projection.
     *
     * @param rank inner width
     * @param scale factor of B A
     */
    public record Place(int rank, double scale) {
        /** Checks the ranges. */
        public Place {
            Check.argument(rank > 0, "rank (%s) must be positive", rank);
            Check.argument(Double.isFinite(scale), "scale (%s) must be a finite number", scale);
        }
    }

    /**
     * How adapters are created.
     *
     * @param rank inner width
     * @param alpha the scale is alpha / rank
     * @param dropout fraction of a projection's inputs that is hidden from the adapter in a training step, in [0, 1)
     * @param targets last parts of the projections' names, such as {@code q_proj}
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
         * The allowed names of a target.
         *
         * @return the projections of a layer
         */
        public static List<String> known() {
            return LlamaWeights.LAYER.stream()
                    .filter(part -> part.endsWith("_proj"))
                    .map(part -> part.substring(part.indexOf('.') + 1))
                    .toList();
        }

        private boolean has(String part) {
            return targets.contains(part.substring(part.indexOf('.') + 1));
        }

        /**
         * Lists the adapters of the same projections of every layer.
         *
         * @param config the model's shape
         * @return the adapters by the names of their projections, such as {@code model.layers.0.self_attn.q_proj}
         */
        public Map<String, Place> places(LlamaConfig config) {
            Map<String, Place> places = new LinkedHashMap<>();
            for (int layer = 0; layer < config.layers(); layer++) {
                for (String part : LlamaWeights.LAYER) {
                    if (has(part)) {
                        places.put(LlamaWeights.module(layer, part), new Place(rank, alpha / rank));
                    }
                }
            }
            return places;
        }
    }

    /**
     * Creates adapters.
     *
     * @param places the adapters by the names of their projections, such as {@code model.layers.0.self_attn.q_proj}
     * @param dropout fraction of a projection's inputs that is hidden from its adapter in a training step
     * @param model the adapted model
     * @param source returns each tensor by its name, such as {@code model.layers.0.self_attn.q_proj.lora_A.weight}: A is (rank, input width), B is
     *     (output width, rank)
     */
    public LoraWeights(Map<String, Place> places, double dropout, LlamaModel model, LlamaModel.WeightSource source) {
        this.places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
        this.dropout = dropout;
        manager = model.manager().newSubManager();
        NDArray none = manager.create(new Shape(0));
        for (int layer = 0; layer < model.config().layers(); layer++) {
            List<NDArray> pairs = new ArrayList<>();
            List<NDArray> scales = new ArrayList<>();
            for (String part : LlamaWeights.LAYER) {
                String module = LlamaWeights.module(layer, part);
                Place place = places.get(module);
                if (place == null) {
                    pairs.addAll(List.of(none, none));
                    scales.add(none);
                } else {
                    Shape shape = LlamaWeights.shape(model.config(), part);
                    pairs.add(tensor(source, module + ".lora_A.weight", new Shape(place.rank, shape.get(1))));
                    pairs.add(tensor(source, module + ".lora_B.weight", new Shape(shape.get(0), place.rank)));
                    scales.add(HostTransfer.send(manager, new float[] {(float) place.scale}, new Shape()));
                }
            }
            pairs.addAll(scales);
            layers.add(pairs);
        }
    }

    /**
     * Creates adapters with the same settings for every layer.
     *
     * @param settings rank, scale, dropout and projections
     * @param model the adapted model
     * @param source returns each tensor by its name
     */
    public LoraWeights(Settings settings, LlamaModel model, LlamaModel.WeightSource source) {
        this(settings.places(model.config()), settings.dropout, model, source);
    }

    private NDArray tensor(LlamaModel.WeightSource source, String name, Shape shape) {
        NDArray tensor = source.weight(manager, name, shape);
        tensors.put(name, tensor);
        return tensor;
    }

    /**
     * The adapted projections.
     *
     * @return the adapters by the names of their projections
     */
    public Map<String, Place> places() {
        return places;
    }

    /**
     * The dropout in training.
     *
     * @return fraction of a projection's inputs that is hidden from its adapter in a step
     */
    public double dropout() {
        return dropout;
    }

    /**
     * The adapters by name.
     *
     * @return the live tensors
     */
    public Map<String, NDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Returns one tensor.
     *
     * @param name such as {@code model.layers.0.self_attn.q_proj.lora_A.weight}
     * @return the live tensor
     */
    public NDArray tensor(String name) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no adapter " + name);
        }
        return tensor;
    }

    /** Appends the adapters of a layer to its weights, in the order of the kernel's arguments. */
    List<NDArray> extend(List<NDArray> weights, int layer) {
        List<NDArray> extended = new ArrayList<>(weights);
        extended.addAll(layers.get(layer));
        return extended;
    }

    /** As {@link #extend}, with dropout masks. */
    List<NDArray> extendForTraining(List<NDArray> weights, int layer, Dropout draw) {
        List<NDArray> extended = extend(weights, layer);
        if (dropout > 0) {
            extended.addAll(draw.masks(extended));
        }
        return extended;
    }

    /** Draws the masks that the inputs of a layer's adapters are multiplied by. */
    interface Dropout {
        List<NDArray> masks(List<NDArray> weights);
    }

    /** The names of a layer's tensors in the kernel's order, A and B of each projection; empty for a projection without an adapter. */
    List<String> names(int layer) {
        return LlamaWeights.LAYER.stream()
                .map(part -> LlamaWeights.module(layer, part))
                .flatMap(module -> places.containsKey(module)
                        ? Stream.of(module + ".lora_A.weight", module + ".lora_B.weight")
                        : Stream.of("", ""))
                .toList();
    }

    @Override
    public void close() {
        manager.close();
    }
}
