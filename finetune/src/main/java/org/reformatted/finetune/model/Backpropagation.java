package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.finetune.kernel.Kernel;

/**
 * Runs the layers of a LLaMA in training, forward and backward. Owns a gradient for each trained tensor; every backward call adds to the gradients.
 *
 * <p>Letters of shapes: B rows, T positions of a row, D hidden size, S supervised positions.
 */
public final class Backpropagation implements AutoCloseable {
    private final LlamaModel model;
    private final NDManager manager;
    private final Backend backend;
    private final AttentionMethod attention;
    private final Kernel kernel;
    private final Map<String, NDArray> gradients = new LinkedHashMap<>();
    private final NDArray none;

    /**
     * Creates gradients, filled with 0.
     *
     * @param model the trained model, with its adapters if it has any
     * @param trained the tensors that get a gradient: weights by their Hugging Face names, adapters by their own names; for embedding and head, the
     *     tensor may be a view of the last rows only
     */
    public Backpropagation(LlamaModel model, Map<String, NDArray> trained) {
        this(model, trained, model.backend());
    }

    /**
     * Creates gradients, filled with 0.
     *
     * @param model the trained model
     * @param trained the tensors that get a gradient
     * @param backend how the model is computed
     */
    public Backpropagation(LlamaModel model, Map<String, NDArray> trained, Backend backend) {
        this.model = model;
        this.backend = backend;
        attention = backend.attention();
        manager = model.manager().newSubManager();
        List<String> scripts = new ArrayList<>(List.of("llama", "llama-training"));
        scripts.add(backend.fusedNorms() ? "norm-fused" : "norm-written");
        scripts.addAll(attention.scripts(backend.flashKernel()));
        Map<String, Object> constants =
                new HashMap<>(KernelConstants.of(model.config(), model.type(), backend, backend.product()));
        constants.put("dropout", model.lora().map(LoraWeights::dropout).orElse(0.0));
        kernel = Kernel.load(manager, constants, scripts.toArray(String[]::new));
        trained.forEach((name, tensor) -> gradients.put(name, zeros(manager, tensor)));
        none = manager.create(new Shape(0));
    }

    /**
     * The gradients by the names of their parameters.
     *
     * @return the live tensors, each of its parameter's shape and type
     */
    public Map<String, NDArray> gradients() {
        return Collections.unmodifiableMap(gradients);
    }

    /**
     * Creates a gradient, filled with 0.
     *
     * @param owner owns the gradient
     * @param like the parameter
     * @return a tensor of the same shape and type
     */
    public NDArray zeros(NDManager owner, NDArray like) {
        return kernel.apply(owner, "zeros", like).get(0);
    }

    /**
     * The model in training.
     *
     * @return the model, not owned
     */
    public LlamaModel model() {
        return model;
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
     * Prepares the inputs that all layers share.
     *
     * @param step owns the results
     * @param rows the token rows
     * @return rotary angles, and which tokens may attend to which
     */
    public LlamaModel.Context context(NDManager step, TokenRows rows) {
        return model.context(step, rows, attention.needsMask());
    }

    /**
     * Runs a layer and keeps the activations that {@link #backward} needs.
     *
     * @param owner owns the output, and the tape until it is closed
     * @param layer index of the layer, from 0
     * @param x the residual stream, (B, T, D)
     * @param context of the same rows
     * @return the tape
     */
    public LayerActivations forward(NDManager owner, int layer, NDArray x, LlamaModel.Context context) {
        NDManager scope = owner.newSubManager();
        List<NDArray> weights = weights(scope, layer, x);
        NDList before = kernel.apply(scope, "before", x, context.cos(), context.sin(), weights);
        NDList attended = attention.forward(kernel, scope, before, context);
        NDList after = kernel.apply(scope, "after", x, attended.get(0), weights);
        NDArray output = after.remove(0);
        output.attach(owner);
        return new LayerActivations(scope, layer, context, weights, before, attended, after, output);
    }

    private List<NDArray> weights(NDManager scope, int layer, NDArray x) {
        List<NDArray> own = model.layerWeights(layer);
        return model.lora()
                .map(lora -> lora.extendForTraining(own, layer, weights -> kernel.apply(scope, "draw", x, weights)))
                .orElse(own);
    }

    /**
     * Runs a layer backward.
     *
     * @param owner owns the result
     * @param tape of the layer's forward pass; it stays open
     * @param dz gradient by the layer's output, (B, T, D)
     * @return gradient by the layer's input
     */
    public NDArray backward(NDManager owner, LayerActivations tape, NDArray dz) {
        NDManager scope = tape.scope();
        List<NDArray> wanted = wanted(tape.layer());
        NDList after = tape.after();
        NDList middle = kernel.apply(
                scope,
                "after_back",
                dz,
                tape.attended().get(0),
                after.get(0),
                after.get(1),
                after.get(2),
                after.get(3),
                after.get(4),
                tape.weights(),
                wanted);
        List<NDArray> heads = attention.backward(kernel, scope, tape, middle.get(1));
        return kernel.apply(
                        owner,
                        "before_back",
                        middle.get(0),
                        heads.get(0),
                        heads.get(1),
                        heads.get(2),
                        AttentionMethod.norms(tape.before()),
                        tape.context().cos(),
                        tape.context().sin(),
                        tape.weights(),
                        wanted)
                .get(0);
    }

    private List<NDArray> wanted(int layer) {
        return model.layerNames(layer).stream().map(this::gradient).toList();
    }

    private NDArray gradient(String name) {
        return gradients.getOrDefault(name, none);
    }

    /**
     * Computes the weighted sum of cross entropies at some positions, and its gradient.
     *
     * @param scope owns the intermediate results
     * @param x the residual stream after the last layer, (B, T, D)
     * @param where positions that predict, each once, as indices into the B*T tokens, (S)
     * @param targets the tokens to predict there, (S)
     * @param factors the factor of each cross entropy, float32, (S)
     * @param dx receives the gradient by x at these positions, (B, T, D)
     * @return the sum, a float32 scalar
     */
    public NDArray loss(NDManager scope, NDArray x, NDArray where, NDArray targets, NDArray factors, NDArray dx) {
        String head = model.config().tiedEmbeddings() ? LlamaWeights.EMBEDDING : LlamaWeights.HEAD;
        return kernel.apply(
                        scope,
                        "loss_back",
                        x,
                        model.weight(LlamaWeights.NORM),
                        model.head(),
                        where,
                        targets,
                        factors,
                        dx,
                        gradient(LlamaWeights.NORM),
                        gradient(head))
                .get(0);
    }

    /**
     * Adds the gradient of the embedding.
     *
     * @param dx gradient by the start of the residual stream, (B, T, D)
     * @param ids tokens, (B, T)
     */
    public void embedded(NDArray dx, NDArray ids) {
        if (gradients.containsKey(LlamaWeights.EMBEDDING)) {
            try (NDManager scope = manager.newSubManager()) {
                kernel.apply(scope, "embed_back", dx, ids, gradient(LlamaWeights.EMBEDDING));
            }
        }
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
