package org.reformatted.finetune.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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
import org.reformatted.finetune.kernel.Product;
import org.reformatted.finetune.kernel.Torch;

/**
 * The weights of a LLaMA and its forward pass, a native call a layer. The model owns its native memory: closing it frees every weight.
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
     * @param type the type of its weights and of what it computes with
     * @param device where it lives
     * @param source gives each weight by its name and shape, owned by the manager it is handed
     */
    public LlamaModel(LlamaConfig config, NumberType type, Device device, WeightSource source) {
        this(config, type, device, WeightLayout.ROWS, source);
    }

    /**
     * Builds a model whose weights lie in memory in a way of their own.
     *
     * @param config its shape
     * @param type the type of its weights and of what it computes with
     * @param device where it lives
     * @param layout how its weights lie there; merged ones are not among {@link #weights}
     * @param source gives each weight by its name and shape, owned by the manager it is handed, stored as {@link WeightLayout#byColumns} says
     */
    public LlamaModel(LlamaConfig config, NumberType type, Device device, WeightLayout layout, WeightSource source) {
        this(config, type, device, layout, Backend.of(device, type, config), source);
    }

    /**
     * Builds a model that computes in a way of its own.
     *
     * @param config its shape
     * @param type the type of its weights and of what it computes with
     * @param device where it lives
     * @param layout how its weights lie there
     * @param backend how it is computed
     * @param source gives each weight by its name and shape
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
            kernel = Kernel.load(manager, constants(config, type, backend, layout), "llama");
            weights = new LinkedHashMap<>();
            noMask = manager.create(new Shape(0));
            NDArray none = manager.create(new Shape(0));
            LlamaWeights.shapes(config).forEach((name, shape) -> {
                weights.put(name, source.weight(manager, name, shape));
                // a layer is whole when its last weight is there; what packing replaces then makes room for the next
                // layer's
                if (LlamaWeights.endsLayer(config, layers.size(), name)) {
                    layers.add(layout.layer(manager, kernelNames(layers.size()), weights, none));
                    if (layout != WeightLayout.ROWS) {
                        DeviceMemory.release(); // what was reordered has left copies behind
                    }
                }
            });
            head = layout.head(manager, head(config, weights), config.tiedEmbeddings());
            if (!config.tiedEmbeddings()) {
                weights.put(LlamaWeights.HEAD, head);
            }
            flat = layers.stream().flatMap(List::stream).toList();
            frequencies = HostTransfer.send(manager, frequencies(config), new Shape(config.headWidth() / 2));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Where weights come from: a checkpoint, or a random number generator. */
    public interface WeightSource {
        /**
         * Makes a weight.
         *
         * @param owner owns the tensor
         * @param name its name as in {@link LlamaWeights}
         * @param shape its dimensions
         * @return the tensor
         */
        NDArray weight(NDManager owner, String name, Shape shape);
    }

    private static Map<String, Object> constants(LlamaConfig c, NumberType type, Backend backend, WeightLayout layout) {
        Map<String, Object> constants = new HashMap<>(constants(c, type, backend, layout.product()));
        constants.put("merged", script(layout.merged()));
        return constants;
    }

    static Map<String, Object> constants(LlamaConfig c, NumberType type, Backend backend, Product product) {
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
     * How it is computed.
     *
     * @return the choices
     */
    public Backend backend() {
        return backend;
    }

    /**
     * The manager that owns the weights; sub-managers of it are on the model's device.
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
     * One weight.
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
     * What every layer needs of a block of rows beside the residual stream.
     *
     * @param cos cosine of each position's angles, twice over, (B or 1, 1, T, H)
     * @param sin their sine, (B or 1, 1, T, H/2)
     * @param mask 0 where a token (third dimension) may attend to another (last) and minus infinity elsewhere, or empty for causal attention over the
     *     whole row, and for {@link AttentionMethod#FLASH}
     * @param starts where examples start when the rows are laid end to end, and their end, int32
     * @param longest the most tokens of an example, in the processor's memory
     */
    public record Context(NDArray cos, NDArray sin, NDArray mask, NDArray starts, NDArray longest) {}

    /**
     * Prepares what the layers share.
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
                HostTransfer.keepHere(step, rows.longest()));
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
     * @param reach the noise of a token is uniform within plus and minus this, (B, T, 1)
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
     * @param layer from 0
     * @param x the residual stream, (B, T, D)
     * @param context of the same rows
     * @return the residual stream behind the layer
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

    /** The names of what kernels take of a layer, in their order, whether it has that part or not; empty where a projection has no adapter. */
    List<String> layerNames(int layer) {
        List<String> names = new ArrayList<>(kernelNames(layer));
        lora().ifPresent(adapters -> names.addAll(adapters.names(layer)));
        return names;
    }

    Optional<LoraWeights> lora() {
        return Optional.ofNullable(lora);
    }

    /**
     * Puts adapters beside the weights; every layer's call goes through them from now on. Generation does not: merge them first.
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
     * @return the residual stream behind the last layer, (B, T, D)
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
     * The logits of every position.
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
     * The weighted sum of cross entropies at some positions of the rows.
     *
     * @param step owns the result
     * @param x the residual stream behind the last layer, (B, T, D)
     * @param where positions that predict, as indices into the B*T tokens, (S)
     * @param targets the tokens to predict there, (S)
     * @param factors what each cross entropy is multiplied by, float32, (S)
     * @return the sum, a float32 scalar
     */
    public NDArray loss(NDManager step, NDArray x, NDArray where, NDArray targets, NDArray factors) {
        return kernel.apply(step, "loss", x, weight(LlamaWeights.NORM), head(), where, targets, factors)
                .get(0);
    }

    /**
     * Makes an empty cache for generation.
     *
     * @param owner owns its memory
     * @param rows most sequences at a time
     * @param capacity longest sequence, in tokens
     * @return the cache
     */
    public KvCache newCache(NDManager owner, int rows, int capacity) {
        List<NDArray> caches = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            caches.add(kernel.run(owner, "cache", noMask, (long) rows, (long) capacity)
                    .get(0));
        }
        return new KvCache(caches, rows, capacity);
    }

    /**
     * Reads prompts into a cache, as new rows behind those it has. Prompts may differ in length; none sees another.
     *
     * @param step owns the result
     * @param cache of this model
     * @param prompts token ids, at least one a prompt
     * @return float32 logits of the token behind each prompt, (prompts, V)
     */
    public NDArray prefill(NDManager step, KvCache cache, int[][] prompts) {
        int first = cache.add(prompts);
        TokenRows rows = TokenRows.of(step, prompts);
        Context context = context(step, rows);
        long[] last =
                Arrays.stream(prompts).mapToLong(prompt -> prompt.length - 1).toArray();
        return kernel.run(
                        step,
                        "prefill",
                        rows.ids(),
                        HostTransfer.send(step, last),
                        context.cos,
                        context.sin,
                        context.mask,
                        weight(LlamaWeights.EMBEDDING),
                        weight(LlamaWeights.NORM),
                        head(),
                        flat,
                        cache.layers(),
                        (long) first)
                .get(0);
    }

    /**
     * Appends one token to every row of a cache.
     *
     * @param step owns the result
     * @param cache of this model, with room for another token in each row
     * @param tokens a token for each row, in the order of the rows
     * @return float32 logits of the token behind each, (rows, V)
     */
    public NDArray decode(NDManager step, KvCache cache, int[] tokens) {
        long[] positions = cache.append(tokens.length);
        long[] ids = Arrays.stream(tokens).asLongStream().toArray();
        long longest = Arrays.stream(positions).max().orElseThrow() + 1;
        long multiple = backend.spanStep();
        long span = Math.min(cache.capacity(), (longest + multiple - 1) / multiple * multiple);
        return kernel.run(
                        step,
                        "decode",
                        HostTransfer.send(step, ids),
                        HostTransfer.send(step, positions),
                        frequencies,
                        weight(LlamaWeights.EMBEDDING),
                        weight(LlamaWeights.NORM),
                        head(),
                        flat,
                        cache.layers(),
                        span)
                .get(0);
    }

    /**
     * Takes a finished sequence out of a cache: the last row moves into its place, so that the rows stay dense.
     *
     * @param cache of this model
     * @param row the row that ends
     */
    public void drop(KvCache cache, int row) {
        int last = cache.rows() - 1;
        if (row != last) {
            kernel.run(manager, "move", cache.layers(), (long) last, (long) row, (long) cache.length(last));
        }
        cache.remove(row);
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
