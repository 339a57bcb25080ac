package org.reformatted.finetune.train.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.train.Sft;
import org.reformatted.finetune.train.step.BackwardPass;

/** Activations of all layers kept, of the first ones, of none: the same gradients, and memory in between. */
class KeptLayersTest {
    private static final LlamaConfig SHAPE = LlamaConfig.llama(16, 24, 4, 4, 2, 40, 32);

    @ParameterizedTest
    @EnumSource
    void gradientsAreTheSameBitForBit(AttentionMethod way) {
        LoraWeights.Settings settings = new LoraWeights.Settings(3, 6, 0.3, LoraWeights.Settings.known());
        Torch.setThreads(1);
        try (LlamaModel model = LlamaInitializer.random(SHAPE, Device.cpu(), NumberType.FLOAT32, 1);
                LoraWeights adapters = new LoraWeights(
                        settings,
                        model,
                        (owner, name, shape) -> owner.randomNormal(0, 0.3f, shape, DataType.FLOAT32))) {
            model.attach(adapters);
            Map<String, NDArray> trained = new LinkedHashMap<>(model.weights());
            trained.putAll(adapters.tensors());
            Map<String, float[]> all = gradients(model, trained, way, SHAPE.layers());
            assertThat(all.values().stream().flatMapToDouble(KeptLayersTest::doubles))
                    .anyMatch(number -> number != 0);
            for (int kept : List.of(0, 1, 3)) {
                gradients(model, trained, way, kept)
                        .forEach((name, gradient) -> assertThat(gradient)
                                .as("%s of %s kept", name, kept)
                                .containsExactly(all.get(name)));
            }
        }
    }

    private static java.util.stream.DoubleStream doubles(float[] numbers) {
        return java.util.stream.IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]);
    }

    private static Map<String, float[]> gradients(
            LlamaModel model, Map<String, NDArray> trained, AttentionMethod way, int kept) {
        Backend backend = way == AttentionMethod.FLASH
                ? Backend.graphics(model.type(), SHAPE, true, false)
                        .onProcessor()
                        .with(way)
                : Backend.processor(model.type()).with(way);
        List<TokenizedExample> examples = List.of(example("a", 9, 5), example("b", 17, 11), example("c", 5, 3));
        TokenBatch batch = TokenBatch.of(new BatchStep.Rows(List.of(List.of(0, 2), List.of(1))), examples);
        try (Backpropagation layers = new Backpropagation(model, trained, backend)) {
            new BackwardPass(layers, kept, 0).run(batch, batch.lossWeight(), 42);
            Map<String, float[]> gradients = new LinkedHashMap<>();
            layers.gradients().forEach((name, gradient) -> gradients.put(name, gradient.toFloatArray()));
            return gradients;
        }
    }

    private static TokenizedExample example(String id, int length, int stride) {
        int[] ids = new int[length];
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (stride * i + 1) % SHAPE.vocabularySize();
            weights[i] = i < 2 ? 0 : 1;
        }
        return new TokenizedExample(id, ids, weights);
    }

    /** Of 7B, a row of 4,096 tokens: a layer keeps 4096 * 93,320 bytes, or its input, 4096 * 2 * 4096. */
    @Test
    void planTakesTheLayersThatAreKept() {
        long layer = 4096 * 93_320L;
        long input = 4096 * 2 * 4096L;
        long all = MemoryPlan.of(sevenBillion(32), 0).activations();
        assertThat(all - MemoryPlan.of(sevenBillion(20), 0).activations()).isEqualTo(11 * layer - 13 * input);
        assertThat(MemoryPlan.of(sevenBillion(20), 0).activations()
                        - MemoryPlan.of(sevenBillion(0), 0).activations())
                .isEqualTo(20 * (layer - input));
    }

    @Test
    void asManyAreKeptAsFit() {
        TrainingSize asked = sevenBillion(32);
        long ofAll = MemoryPlan.of(asked, 0).peak();
        long ofNone = MemoryPlan.of(sevenBillion(0), 0).peak();
        assertThat(asked.keepingWhatFits(0, ofAll).kept()).isEqualTo(32);
        TrainingSize some = asked.keepingWhatFits(0, (ofAll + ofNone) / 2);
        assertThat(some.kept()).isBetween(10, 20);
        assertThat(MemoryPlan.of(some, 0).peak()).isLessThanOrEqualTo((ofAll + ofNone) / 2);
        assertThat(MemoryPlan.of(some.keeping(some.kept() + 1), 0).peak()).isGreaterThan((ofAll + ofNone) / 2);
        assertThat(asked.keepingWhatFits(0, ofNone - 1).kept()).isZero();
        assertThat(sevenBillion(5).keepingWhatFits(0, ofAll).kept()).isEqualTo(5);
    }

    @Test
    void configSaysHowManyAreKept() {
        assertThat(Sft.config("seed: 1").keptLayers(5)).isEqualTo(5);
        assertThat(Sft.config("activationCheckpointing: true").keptLayers(5)).isZero();
        assertThat(Sft.config("activationCheckpointing: true", "keptLayers: 2").keptLayers(5))
                .isEqualTo(2);
        assertThat(Sft.config("keptLayers: 9").keptLayers(5)).isEqualTo(5);
        assertThatThrownBy(() -> Sft.config("keptLayers: -1")).hasMessageContaining("keptLayers (-1)");
    }

    private static TrainingSize sevenBillion(int kept) {
        return new TrainingSize(
                LlamaConfig.llama2_7b(),
                NumberType.BFLOAT16,
                NumberType.BFLOAT16,
                Optional.empty(),
                0,
                kept,
                new BatchShape(4096, 4096, false),
                1,
                true);
    }
}
