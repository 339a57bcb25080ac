package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;

/** The written backward pass against the slope of the loss, along a random direction of each tensor. */
class BackpropagationTest {
    private static final LlamaConfig SHAPE = LlamaConfig.llama(16, 24, 2, 4, 2, 40, 32);
    private static final float STEP = 1e-2f;
    private static final long SEED = 7;

    @BeforeEach
    void oneThread() {
        Torch.setThreads(1);
    }

    @Test
    void gradientsAreTheSlopesOfTheLoss() {
        try (LlamaModel model = model()) {
            assertSlopes(model, model.weights(), batch(List.of(List.of(0), List.of(1))));
        }
    }

    @Test
    void gradientsAreTheSlopesOfTheLossInPackedRows() {
        try (LlamaModel model = model()) {
            assertSlopes(model, model.weights(), batch(List.of(List.of(0, 1), List.of(2))));
        }
    }

    @Test
    void gradientsOfAdaptersAreTheSlopesOfTheLossBehindTheirDropout() {
        LoraWeights.Settings settings = new LoraWeights.Settings(3, 6, 0.3, LoraWeights.Settings.known());
        try (LlamaModel model = model();
                LoraWeights adapters = new LoraWeights(
                        settings, model, (owner, name, shape) -> owner.randomNormal(0, 0.3f, shape, FLOAT32))) {
            model.attach(adapters);
            assertSlopes(model, adapters.tensors(), batch(List.of(List.of(0), List.of(1))));
            Map<String, NDArray> whole = new LinkedHashMap<>(adapters.tensors());
            whole.put(LlamaWeights.EMBEDDING, model.weight(LlamaWeights.EMBEDDING));
            assertSlopes(model, whole, batch(List.of(List.of(0), List.of(1))));
        }
    }

    private static final ai.djl.ndarray.types.DataType FLOAT32 = ai.djl.ndarray.types.DataType.FLOAT32;

    private static LlamaModel model() {
        LlamaModel model = LlamaInitializer.random(SHAPE, Device.cpu(), NumberType.FLOAT32, 1);
        Torch.setSeed(3);
        try (NDManager scope = model.manager().newSubManager()) {
            model.weights()
                    .values()
                    .forEach(weight -> weight.addi(scope.randomNormal(0, 0.2f, weight.getShape(), FLOAT32)));
        }
        return model;
    }

    private static TokenBatch batch(List<List<Integer>> rows) {
        List<TokenizedExample> examples = List.of(example("a", 9, 5), example("b", 7, 11), example("c", 5, 3));
        return TokenBatch.of(new BatchStep.Rows(rows), examples);
    }

    private static TokenizedExample example(String id, int length, int stride) {
        int[] ids = new int[length];
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (stride * i + 1) % SHAPE.vocabularySize();
            weights[i] = i < 2 ? 0 : 0.5f + i % 2;
        }
        return new TokenizedExample(id, ids, weights);
    }

    private static void assertSlopes(LlamaModel model, Map<String, NDArray> trained, TokenBatch batch) {
        try (Backpropagation layers = new Backpropagation(model, trained);
                Backpropagation ignored = new Backpropagation(model, Map.of());
                NDManager scope = model.manager().newSubManager()) {
            new BackwardPass(layers, false, 0).run(batch, batch.lossWeight(), SEED);
            BackwardPass measure = new BackwardPass(ignored, false, 0);
            trained.forEach((name, tensor) -> {
                NDArray direction = scope.randomNormal(0, 1, tensor.getShape(), FLOAT32);
                direction.divi(direction.norm());
                double expected = slope(measure, batch, tensor, direction);
                double found = layers.gradients().get(name).mul(direction).sum().getFloat();
                assertThat(found).as(name).isCloseTo(expected, within(2e-4 + 5e-3 * Math.abs(expected)));
            });
            assertThat(layers.gradients().values())
                    .allSatisfy(
                            gradient -> assertThat(gradient.norm().getFloat()).isGreaterThan(1e-3f));
        }
    }

    private static double slope(BackwardPass measure, TokenBatch batch, NDArray tensor, NDArray direction) {
        tensor.addi(direction.mul(STEP));
        double ahead = measure.run(batch, batch.lossWeight(), SEED);
        tensor.subi(direction.mul(2 * STEP));
        double behind = measure.run(batch, batch.lossWeight(), SEED);
        tensor.addi(direction.mul(STEP));
        return (ahead - behind) / (2 * STEP);
    }
}
