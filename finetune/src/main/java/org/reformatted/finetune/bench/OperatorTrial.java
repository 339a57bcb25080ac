package org.reformatted.finetune.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.train.config.OptimizerConfig;

/**
 * The step of {@link org.reformatted.finetune.train.TrainingTrial} with DJL's operators on arrays instead of kernels, used only for comparison. It
 * supports float32 and equal numbers of query and key heads. Trains copies of a model's weights.
 *
 * <p>Letters of shapes: B rows, T positions, D hidden size, N heads, H head width, V vocabulary.
 */
final class OperatorTrial implements AutoCloseable {
    private final LlamaConfig config;
    private final OptimizerConfig settings;
    private final NDManager manager;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final NDArray inputs; // (B, T-1)
    private final NDArray targets; // (B, T-1)
    private final NDArray cos; // (1, 1, T-1, H/2)
    private final NDArray sin;
    private final NDArray future; // (1, 1, T-1, T-1): 0 or minus infinity
    private int steps;

    OperatorTrial(LlamaModel model, OptimizerConfig settings, int[][] ids) {
        config = model.config();
        this.settings = settings;
        manager = model.manager().newSubManager();
        model.weights().forEach((name, weight) -> {
            NDArray copy = manager.create(weight.toFloatArray(), weight.getShape());
            copy.setRequiresGradient(true);
            weights.put(name, copy);
            first.put(name, manager.zeros(copy.getShape()));
            second.put(name, manager.zeros(copy.getShape()));
        });
        int length = ids[0].length - 1;
        inputs = manager.create(table(ids, 0), new Shape(ids.length, length));
        targets = manager.create(table(ids, 1), new Shape(ids.length, length));
        int half = config.headWidth() / 2;
        NDArray exponents = manager.arange(0f, half).mul(-2f / config.headWidth());
        NDArray frequencies = manager.create((float) config.ropeTheta()).pow(exponents);
        NDArray angles = manager.arange(0f, length).reshape(length, 1).mul(frequencies);
        cos = angles.cos().reshape(1, 1, length, half);
        sin = angles.sin().reshape(1, 1, length, half);
        NDArray row = manager.arange(0f, length);
        future = row.reshape(1, length)
                .gt(row.reshape(length, 1))
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .mul(-1e9f)
                .reshape(1, 1, length, length);
    }

    private static long[] table(int[][] ids, int from) {
        return Arrays.stream(ids)
                .flatMapToInt(row -> Arrays.stream(row, from, row.length - 1 + from))
                .asLongStream()
                .toArray();
    }

    double step() {
        try (NDManager step = manager.newSubManager()) {
            double loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                inputs.tempAttach(step);
                NDArray mean = loss(step);
                collector.backward(mean);
                loss = mean.getFloat();
            }
            move(step);
            return loss;
        }
    }

    private NDArray weight(String name) {
        return Objects.requireNonNull(weights.get(name));
    }

    private NDArray weight(int layer, String part) {
        return weight(LlamaWeights.name(layer, part));
    }

    private NDArray loss(NDManager step) {
        NDArray x = inputs.getNDArrayInternal()
                .embedding(inputs, weight(LlamaWeights.EMBEDDING), SparseFormat.DENSE)
                .singletonOrThrow();
        x.attach(step);
        for (int layer = 0; layer < config.layers(); layer++) {
            x = x.add(attention(norm(x, weight(layer, "input_layernorm")), layer));
            NDArray h = norm(x, weight(layer, "post_attention_layernorm"));
            NDArray gate = linear(h, weight(layer, "mlp.gate_proj"));
            NDArray swish = gate.mul(gate.getNDArrayInternal().sigmoid());
            x = x.add(linear(swish.mul(linear(h, weight(layer, "mlp.up_proj"))), weight(layer, "mlp.down_proj")));
        }
        NDArray logits = linear(norm(x, weight(LlamaWeights.NORM)), weight(LlamaWeights.HEAD)); // (B, T-1, V)
        return logits.logSoftmax(-1).gather(targets.expandDims(2), 2).mean().neg();
    }

    private NDArray norm(NDArray x, NDArray weight) {
        NDArray root = x.mul(x)
                .mean(new int[] {-1}, true)
                .add((float) config.rmsNormEpsilon())
                .sqrt();
        return x.div(root).mul(weight);
    }

    private static NDArray linear(NDArray x, NDArray weight) {
        return x.matMul(weight.transpose());
    }

    private NDArray attention(NDArray h, int layer) {
        NDArray q = rotate(heads(linear(h, weight(layer, "self_attn.q_proj"))));
        NDArray k = rotate(heads(linear(h, weight(layer, "self_attn.k_proj"))));
        NDArray v = heads(linear(h, weight(layer, "self_attn.v_proj")));
        NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).div((float) Math.sqrt(config.headWidth()));
        NDArray sums = scores.add(future).softmax(-1).matMul(v); // (B, N, T-1, H)
        Shape shape = h.getShape();
        NDArray joined = sums.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(1), config.attentionWidth());
        return linear(joined, weight(layer, "self_attn.o_proj"));
    }

    private NDArray heads(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), config.attentionHeads(), config.headWidth())
                .transpose(0, 2, 1, 3);
    }

    private NDArray rotate(NDArray x) {
        NDList halves = x.split(2, 3);
        NDArray a = halves.get(0);
        NDArray b = halves.get(1);
        return NDArrays.concat(new NDList(a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))), 3);
    }

    /** AdamW with clipping, composed of single operators. */
    private void move(NDManager step) {
        steps++;
        List<NDArray> gradients = new ArrayList<>();
        double squares = 0;
        for (NDArray weight : weights.values()) {
            NDArray gradient = weight.getGradient();
            gradient.attach(step);
            gradients.add(gradient);
            squares += gradient.square().sum().getFloat();
        }
        float scale = (float) Math.min(1, settings.clipNorm() / (Math.sqrt(squares) + 1e-6));
        int i = 0;
        for (String name : weights.keySet()) {
            NDArray gradient = gradients.get(i++).mul(scale);
            adam(
                    weight(name),
                    gradient,
                    Objects.requireNonNull(first.get(name)),
                    Objects.requireNonNull(second.get(name)));
            gradients.get(i - 1).subi(gradients.get(i - 1));
        }
    }

    private void adam(NDArray weight, NDArray gradient, NDArray m, NDArray v) {
        float beta1 = settings.betas().get(0).floatValue();
        float beta2 = settings.betas().get(1).floatValue();
        float rate = (float) settings.learningRate();
        m.muli(beta1).addi(gradient.mul(1 - beta1));
        v.muli(beta2).addi(gradient.square().mul(1 - beta2));
        NDArray root = v.div((float) (1 - Math.pow(beta2, steps))).sqrt().add((float) settings.epsilon());
        weight.muli((float) (1 - rate * settings.weightDecay()));
        weight.subi(m.div((float) (1 - Math.pow(beta1, steps))).div(root).mul(rate));
    }

    @Override
    public void close() {
        manager.close();
    }
}
