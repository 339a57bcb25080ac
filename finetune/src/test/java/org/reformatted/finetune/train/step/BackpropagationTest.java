package org.reformatted.finetune.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.RopeScaling;

/** The written backward pass against the slope of the loss, along a random direction of each tensor. */
class BackpropagationTest {
    private static final LlamaConfig SHAPE = LlamaConfig.llama(16, 24, 2, 4, 2, 40, 128);
    private static final LlamaConfig WINDOWED = new LlamaConfig(
            Architecture.MISTRAL,
            16,
            24,
            2,
            4,
            2,
            4,
            40,
            128,
            1e-5,
            10000,
            new RopeScaling.None(),
            OptionalInt.of(4),
            true,
            OptionalInt.of(1),
            List.of(2));
    private static final LlamaConfig BIASED = of(Architecture.LLAMA.withBiases(true, true));
    private static final LlamaConfig QWEN3 = of(Architecture.QWEN3.withBiases(true, false));
    private static final float STEP = 1e-2f;
    private static final long SEED = 7;

    @BeforeEach
    void oneThread() {
        Torch.setThreads(1);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreTheSlopesOfTheLoss(AttentionMethod way) {
        try (LlamaModel model = model(SHAPE)) {
            assertSlopes(model, model.weights(), batch(List.of(List.of(0), List.of(1))), way);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreTheSlopesOfTheLossInPackedRows(AttentionMethod way) {
        try (LlamaModel model = model(SHAPE)) {
            assertSlopes(model, model.weights(), batch(List.of(List.of(0, 1), List.of(2))), way);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreTheSlopesOfTheLossInLongRowsAndWithinAWindow(AttentionMethod way) {
        assertThat(AttentionMethod.keptLength(SHAPE))
                .isBetween(11, 69); // probabilities of short rows are kept, of long ones not
        try (LlamaModel model = model(SHAPE);
                LlamaModel windowed = model(WINDOWED)) {
            assertSlopes(model, model.weights(), batch(List.of(List.of(3), List.of(4))), way);
            assertSlopes(model, model.weights(), batch(List.of(List.of(3, 0), List.of(4))), way);
            assertSlopes(windowed, windowed.weights(), batch(List.of(List.of(3), List.of(0))), way);
        }
    }

    /** Their kernels run on a graphics device alone; names, arguments and results are checked when they are loaded. */
    @Test
    void scriptsOfGraphicsDevicesAreKnownToTheEngine() {
        for (LlamaConfig shape : List.of(SHAPE, WINDOWED, QWEN3)) {
            try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.BFLOAT16, 1)) {
                Backend backend = Backend.graphics(NumberType.BFLOAT16, shape, true, false)
                        .with(AttentionMethod.FLASH);
                new Backpropagation(model, Map.of(), backend).close();
            }
        }
    }

    private static LlamaConfig of(Architecture architecture) {
        return new LlamaConfig(
                architecture,
                16,
                24,
                2,
                4,
                2,
                6,
                40,
                128,
                1e-5,
                10000,
                new RopeScaling.None(),
                OptionalInt.empty(),
                true,
                OptionalInt.of(1),
                List.of(2));
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreTheSlopesOfTheLossWithBiasesAndNormsOfHeads(AttentionMethod way) {
        for (LlamaConfig shape : List.of(BIASED, QWEN3)) {
            try (LlamaModel model = model(shape)) {
                assertSlopes(model, model.weights(), batch(List.of(List.of(0, 1), List.of(2))), way);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfAdaptersBesideBiasesAndNormsOfHeads(AttentionMethod way) {
        for (LlamaConfig shape : List.of(BIASED, QWEN3)) {
            try (LlamaModel model = model(shape);
                    LoraWeights adapters = new LoraWeights(
                            new LoraWeights.Settings(3, 6, 0.3, LoraWeights.Settings.known()),
                            model,
                            (owner, name, tensor) -> owner.randomNormal(0, 0.1f, tensor, FLOAT32))) {
                model.attach(adapters);
                assertSlopes(model, adapters.tensors(), batch(List.of(List.of(0), List.of(1))), way);
            }
        }
    }

    /** 2^20 scores a block: 8 heads * 32 queries * 128 keys are 32 rows of the 40, so that there are two parts. */
    @Test
    void bothWaysGiveTheSame() {
        LlamaConfig keeping = LlamaConfig.llama(16, 256, 1, 8, 8, 40, 128);
        LlamaConfig forgetting = LlamaConfig.llama(16, 48, 1, 8, 4, 40, 128);
        List<TokenizedExample> examples = new ArrayList<>();
        List<List<Integer>> alone = new ArrayList<>();
        List<List<Integer>> packed = new ArrayList<>();
        for (int row = 0; row < 40; row++) {
            examples.add(example("long" + row, 128, row + 1));
            examples.add(example("head" + row, 20 + row, row + 2));
            examples.add(example("tail" + row, 108 - row, row + 3));
            alone.add(List.of(3 * row));
            packed.add(List.of(3 * row + 1, 3 * row + 2));
        }
        for (LlamaConfig shape : List.of(keeping, forgetting)) {
            assertSame(shape, TokenBatch.of(new BatchStep.Rows(alone), examples));
            assertSame(shape, TokenBatch.of(new BatchStep.Rows(packed), examples));
        }
        assertSame(WINDOWED, batch(List.of(List.of(3), List.of(4))));
        assertSame(BIASED, batch(List.of(List.of(3), List.of(4))));
        assertSame(QWEN3, batch(List.of(List.of(3, 0), List.of(4))));
    }

    private static void assertSame(LlamaConfig shape, TokenBatch batch) {
        try (LlamaModel model = model(shape);
                Backpropagation blocks =
                        new Backpropagation(model, model.weights(), backend(model, AttentionMethod.BLOCKS));
                Backpropagation recorded =
                        new Backpropagation(model, model.weights(), backend(model, AttentionMethod.RECORDED))) {
            double expected = new BackwardPass(recorded, SHAPE.layers(), 0).run(batch, batch.lossWeight(), SEED);
            assertThat(new BackwardPass(blocks, SHAPE.layers(), 0).run(batch, batch.lossWeight(), SEED))
                    .isCloseTo(expected, within(1e-6));
            recorded.gradients()
                    .forEach((name, gradient) -> assertThat(blocks.gradients()
                                    .get(name)
                                    .sub(gradient)
                                    .norm()
                                    .getFloat())
                            .as(name)
                            .isLessThan(1e-5f * (1 + gradient.norm().getFloat())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfAdaptersAreTheSlopesOfTheLossBehindTheirDropout(AttentionMethod way) {
        LoraWeights.Settings settings = new LoraWeights.Settings(3, 6, 0.3, LoraWeights.Settings.known());
        try (LlamaModel model = model(SHAPE);
                LoraWeights adapters = new LoraWeights(
                        settings, model, (owner, name, shape) -> owner.randomNormal(0, 0.3f, shape, FLOAT32))) {
            model.attach(adapters);
            assertSlopes(model, adapters.tensors(), batch(List.of(List.of(0), List.of(1))), way);
            Map<String, NDArray> whole = new LinkedHashMap<>(adapters.tensors());
            whole.put(LlamaWeights.EMBEDDING, model.weight(LlamaWeights.EMBEDDING));
            assertSlopes(model, whole, batch(List.of(List.of(0), List.of(1))), way);
        }
    }

    private static final ai.djl.ndarray.types.DataType FLOAT32 = ai.djl.ndarray.types.DataType.FLOAT32;

    /** Flash attention beside all else that a graphics device has, written out where the processor lacks it. */
    private static Backend backend(LlamaModel model, AttentionMethod way) {
        return way == AttentionMethod.FLASH
                ? Backend.graphics(model.type(), model.config(), true, false)
                        .onProcessor()
                        .with(way)
                : Backend.processor(model.type()).with(way);
    }

    private static LlamaModel model(LlamaConfig shape) {
        LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1);
        Torch.setSeed(3);
        try (NDManager scope = model.manager().newSubManager()) {
            model.weights()
                    .values()
                    .forEach(weight -> weight.addi(scope.randomNormal(0, 0.2f, weight.getShape(), FLOAT32)));
        }
        return model;
    }

    private static TokenBatch batch(List<List<Integer>> rows) {
        List<TokenizedExample> examples = List.of(
                example("a", 9, 5), example("b", 7, 11), example("c", 5, 3), example("d", 70, 7), example("e", 45, 9));
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

    private static void assertSlopes(
            LlamaModel model, Map<String, NDArray> trained, TokenBatch batch, AttentionMethod way) {
        try (Backpropagation layers = new Backpropagation(model, trained, backend(model, way));
                Backpropagation ignored = new Backpropagation(model, Map.of(), backend(model, way));
                NDManager scope = model.manager().newSubManager()) {
            new BackwardPass(layers, SHAPE.layers(), 0).run(batch, batch.lossWeight(), SEED);
            BackwardPass measure = new BackwardPass(ignored, SHAPE.layers(), 0);
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
