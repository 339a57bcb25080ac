package org.reformatted.finetune.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;

/**
 * The weights of a LLaMA and its forward pass, with one native call for each layer. {@link CachedDecoder} uses it for generation. The model owns its
 * native memory: closing it frees every weight.
 *
 * <p>Letters of shapes: B rows, T positions of a row, D hidden size, H head width, V vocabulary.
 */
public final class LlamaModel implements AutoCloseable {
    private final LlamaConfig config;
    private final NumberType type;
    private final Backend backend;
    private final NDManager manager;
    private final Kernel kernel;
    private final Map<String, NDArray> weights;
    private final List<List<NDArray>> layers = new ArrayList<>();
    private final List<NDArray> flat;
    private final NDArray head;
    private final NDArray frequencies;
    private final NDArray noMask;
    private @Nullable LoraWeights lora;

    /**
     * Builds a model.
     *
     * @param config its shape
     * @param type the number type of its weights and of its computations
     * @param device the device of the model
     * @param source returns each weight by its name and shape, owned by the manager that is passed to it
     */
    public LlamaModel(LlamaConfig config, NumberType type, Device device, WeightSource source) {
        this(config, type, device, WeightLayout.ROWS, source);
    }

    /**
     * Builds a model with a memory layout of its weights.
     *
     * @param config its shape
     * @param type the number type of its weights and of its computations
     * @param device the device of the model
     * @param layout the memory layout of its weights; merged weights are not among {@link #weights}
     * @param source returns each weight by its name and shape, owned by the manager that is passed to it, stored by columns where
     *     {@link WeightLayout#byColumns} is true
     */
    public LlamaModel(LlamaConfig config, NumberType type, Device device, WeightLayout layout, WeightSource source) {
        this(config, type, device, layout, Backend.of(device, type, config), source);
    }

    /**
     * Builds a model with given choices of computation.
     *
     * @param config its shape
     * @param type the number type of its weights and of its computations
     * @param device the device of the model
     * @param layout the memory layout of its weights
     * @param backend how the model is computed
     * @param source returns each weight by its name and shape
     */
    public LlamaModel(
            LlamaConfig config,
            NumberType type,
            Device device,
            WeightLayout layout,
            Backend backend,
            WeightSource source) {
        this.config = config;
        this.type = type;
        this.backend = backend;
        manager = Torch.newManager(device);
        try {
            kernel = Kernel.load(manager, KernelConstants.of(config, type, backend, layout), "llama");
            weights = new LinkedHashMap<>();
            noMask = manager.create(new Shape(0));
            NDArray none = manager.create(new Shape(0));
            LlamaWeights.shapes(config).forEach((name, shape) -> {
                weights.put(name, source.weight(manager, name, shape));
                // a layer is complete when its last weight is loaded; packing then frees the replaced weights before
                // the next layer is loaded
                if (LlamaWeights.endsLayer(config, layers.size(), name)) {
                    layers.add(layout.layer(manager, kernelNames(layers.size()), weights, none));
                    if (layout != WeightLayout.ROWS) {
                        DeviceMemory.release(); // reordering leaves freed copies in the process
                    }
                }
            });
            head = layout.head(manager, head(config, weights), config.tiedEmbeddings());
            if (!config.tiedEmbeddings()) {
                weights.put(LlamaWeights.HEAD, head);
            }
            flat = layers.stream().flatMap(List::stream).toList();
            frequencies =
                    HostTransfer.send(manager, KernelConstants.frequencies(config), new Shape(config.headWidth() / 2));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** A source of weights: a checkpoint, or a random number generator. */
    public interface WeightSource {
        /**
         * Creates a weight.
         *
         * @param owner owns the tensor
         * @param name its name as in {@link LlamaWeights}
         * @param shape its dimensions
         * @return the tensor
         */
        NDArray weight(NDManager owner, String name, Shape shape);
    }

    /**
     * The model's shape.
     *
     * @return its config
     */
    public LlamaConfig config() {
        return config;
    }

    /**
     * The type of the weights.
     *
     * @return the type
     */
    public NumberType type() {
        return type;
    }

    /**
     * How the model is computed.
     *
     * @return the choices
     */
    public Backend backend() {
        return backend;
    }

    /**
     * The manager that owns the weights; its sub-managers are on the model's device.
     *
     * @return the manager
     */
    public NDManager manager() {
        return manager;
    }

    /**
     * All weights by their Hugging Face names, in the order of the forward pass.
     *
     * @return the live tensors
     */
    public Map<String, NDArray> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /**
     * Returns one weight.
     *
     * @param name its Hugging Face name
     * @return the live tensor
     */
    public NDArray weight(String name) {
        NDArray weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the model has no weight " + name);
        }
        return weight;
    }

    /**
     * The output head: the embedding when tied.
     *
     * @return the tensor, (V, D)
     */
    public NDArray head() {
        return head;
    }

    private static NDArray head(LlamaConfig config, Map<String, NDArray> weights) {
        return Objects.requireNonNull(
                weights.get(config.tiedEmbeddings() ? LlamaWeights.EMBEDDING : LlamaWeights.HEAD));
    }

    /**
     * The inputs that every layer needs for a block of rows, in addition to the residual stream.
     *
     * @param cos cosine of each position's angles, repeated twice, (B or 1, 1, T, H)
     * @param sin sine of the angles, (B or 1, 1, T, H/2)
     * @param mask 0 where a token (third dimension) may attend to another (last) and minus infinity elsewhere, or empty for causal attention over the
     *     entire row, and for {@link AttentionMethod#FLASH}
     * @param starts positions of the examples' first tokens in the concatenated rows, followed by the end of the last, int32
     * @param longest the number of tokens of the longest example, in the processor's memory
     */
    public record Context(NDArray cos, NDArray sin, NDArray mask, NDArray starts, NDArray longest) {}

    /**
     * Prepares the inputs that all layers share.
     *
     * @param step owns the results
     * @param rows the token rows
     * @return angles and mask
     */
    public Context context(NDManager step, TokenRows rows) {
        return context(step, rows, true);
    }

    Context context(NDManager step, TokenRows rows, boolean masked) {
        NDList rotation = kernel.apply(step, "rope", rows.positions(), frequencies);
        return new Context(
                rotation.get(0),
                rotation.get(1),
                masked ? mask(step, rows) : noMask,
                HostTransfer.send(step, rows.starts()),
                HostTransfer.createOnHost(step, rows.longest()));
    }

    private NDArray mask(NDManager step, TokenRows rows) {
        int window = config.slidingWindow().orElse(Integer.MAX_VALUE);
        boolean windowed = rows.length() > window;
        if (!windowed && rows.segments().isEmpty()) {
            return noMask;
        }
        NDArray segments = rows.segments().orElseGet(() -> step.zeros(new Shape(1, rows.length()), DataType.INT64));
        return kernel.apply(step, "mask", segments).get(0);
    }

    /**
     * Looks up the embedding of each token.
     *
     * @param step owns the result
     * @param ids tokens, (B, T)
     * @return the start of the residual stream, (B, T, D)
     */
    public NDArray embed(NDManager step, NDArray ids) {
        return kernel.apply(step, "embed", ids, weight(LlamaWeights.EMBEDDING)).get(0);
    }

    /**
     * Looks up the embedding of each token and adds noise to it.
     *
     * @param step owns the result
     * @param ids tokens, (B, T)
     * @param reach the noise of a token is uniform between minus and plus this value, (B, T, 1)
     * @return the start of the residual stream, (B, T, D)
     */
    public NDArray embed(NDManager step, NDArray ids, NDArray reach) {
        return kernel.apply(step, "embed_noisy", ids, weight(LlamaWeights.EMBEDDING), reach)
                .get(0);
    }

    /**
     * Runs one decoder layer, without dropout.
     *
     * @param step owns the result
     * @param layer index of the layer, from 0
     * @param x the residual stream, (B, T, D)
     * @param context of the same rows
     * @return the residual stream after the layer
     */
    public NDArray layer(NDManager step, int layer, NDArray x, Context context) {
        List<NDArray> own = layers.get(layer);
        List<NDArray> all = lora == null ? own : lora.extend(own, layer);
        return kernel.apply(step, "layer", x, context.cos, context.sin, context.mask, all)
                .get(0);
    }

    List<NDArray> layerWeights(int layer) {
        return layers.get(layer);
    }

    private static List<String> kernelNames(int layer) {
        List<String> names = new ArrayList<>();
        LlamaWeights.LAYER.forEach(part -> names.add(LlamaWeights.name(layer, part)));
        LlamaWeights.ADDED.forEach(added -> names.add(LlamaWeights.module(layer, added)));
        return names;
    }

    /**
     * The names of a layer's tensors in the order of the kernels' arguments. Parts that the layer lacks are included; a missing adapter has an empty
     * name.
     */
    List<String> layerNames(int layer) {
        List<String> names = new ArrayList<>(kernelNames(layer));
        lora().ifPresent(adapters -> names.addAll(adapters.names(layer)));
        return names;
    }

    Optional<LoraWeights> lora() {
        return Optional.ofNullable(lora);
    }

    /**
     * Attaches adapters: every later call of a layer applies them. Generation ignores them, so merge them first.
     *
     * @param adapters of this model's shape
     */
    public void attach(LoraWeights adapters) {
        lora = adapters;
    }

    /**
     * Runs all layers, without dropout.
     *
     * @param step owns the results
     * @param rows the token rows
     * @return the residual stream after the last layer, (B, T, D)
     */
    public NDArray hidden(NDManager step, TokenRows rows) {
        Context context = context(step, rows);
        NDArray x = embed(step, rows.ids());
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer(step, layer, x, context);
        }
        return x;
    }

    /**
     * Computes the logits of every position.
     *
     * @param step owns the results
     * @param rows the token rows
     * @return float32 logits, (B, T, V)
     */
    public NDArray logits(NDManager step, TokenRows rows) {
        NDArray x = hidden(step, rows);
        return kernel.apply(step, "logits", x, weight(LlamaWeights.NORM), head())
                .get(0);
    }

    /**
     * Computes the weighted sum of cross entropies at some positions of the rows.
     *
     * @param step owns the result
     * @param x the residual stream after the last layer, (B, T, D)
     * @param where positions that predict, as indices into the B*T tokens, (S)
     * @param targets the tokens to predict there, (S)
     * @param factors the factor of each cross entropy, float32, (S)
     * @return the sum, a float32 scalar
     */
    public NDArray loss(NDManager step, NDArray x, NDArray where, NDArray targets, NDArray factors) {
        return kernel.apply(step, "loss", x, weight(LlamaWeights.NORM), head(), where, targets, factors)
                .get(0);
    }

    /** The kernel arguments of all layers, concatenated. */
    List<NDArray> allLayers() {
        return flat;
    }

    Kernel kernel() {
        return kernel;
    }

    NDArray frequencies() {
        return frequencies;
    }

    /** An empty tensor: the mask of causal attention over entire rows. */
    NDArray noMask() {
        return noMask;
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
