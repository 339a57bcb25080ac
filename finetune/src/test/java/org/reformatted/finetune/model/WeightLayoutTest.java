package org.reformatted.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;

class WeightLayoutTest {
    private static final int[][] PROMPTS = {{1, 7, 9, 11}, {1, 2}};

    static Stream<Arguments> shapes() {
        return Stream.of(Architecture.QWEN2, Architecture.QWEN3, Architecture.LLAMA.withBiases(true, true))
                .flatMap(architecture -> Stream.of(
                        Arguments.of(architecture, true, WeightLayout.PACKED),
                        Arguments.of(architecture, false, WeightLayout.PACKED),
                        Arguments.of(architecture, true, WeightLayout.MERGED),
                        Arguments.of(architecture, false, WeightLayout.COLUMNS)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyLayoutComputesTheSame(Architecture architecture, boolean tied, WeightLayout layout) {
        LlamaConfig config = config(architecture, tied);
        try (LlamaModel rows = model(config, WeightLayout.ROWS);
                LlamaModel other = model(config, layout);
                NDManager memory = rows.manager().newSubManager()) {
            String replaced = switch (layout) {
                case ROWS, COLUMNS -> "none";
                case MERGED -> ".*[.](q|k|v|gate|up)_proj[.].*";
                case PACKED -> ".*_proj[.].*";
            };
            assertThat(other.weights().keySet())
                    .as("what products take merged is not by its name any more")
                    .containsExactlyElementsOf(rows.weights().keySet().stream()
                            .filter(name -> !name.matches(replaced))
                            .toList());
            near(
                    rows.logits(memory, TokenRows.of(memory, PROMPTS)),
                    other.logits(memory, TokenRows.of(memory, PROMPTS)));
            CachedDecoder one = new CachedDecoder(rows);
            CachedDecoder two = new CachedDecoder(other);
            KvCache first = one.newCache(memory, 3, 8);
            KvCache second = two.newCache(memory, 3, 8);
            near(one.prefill(memory, first, PROMPTS), two.prefill(memory, second, PROMPTS));
            near(one.decode(memory, first, new int[] {5, 6}), two.decode(memory, second, new int[] {5, 6}));
        }
    }

    /** On a processor with oneDNN, which libtorch from Maven Central has. */
    @Test
    void floatsOnTheProcessorArePacked() {
        assertThat(WeightLayout.forGeneration(Device.cpu(), NumberType.FLOAT32)).isEqualTo(WeightLayout.PACKED);
        assertThat(WeightLayout.forGeneration(Device.cpu(), NumberType.BFLOAT16))
                .isEqualTo(WeightLayout.COLUMNS);
        assertThat(WeightLayout.forGeneration(Device.gpu(), NumberType.FLOAT32)).isEqualTo(WeightLayout.MERGED);
    }

    private static LlamaConfig config(Architecture architecture, boolean tied) {
        return new LlamaConfig(
                architecture,
                32,
                48,
                2,
                4,
                2,
                8,
                64,
                64,
                1e-5,
                10000,
                new RopeScaling.Linear(2),
                OptionalInt.empty(),
                tied,
                OptionalInt.of(1),
                List.of(2));
    }

    private static LlamaModel model(LlamaConfig config, WeightLayout layout) {
        try (NDManager scope = Torch.newManager(Device.cpu());
                TensorBytes bytes = new TensorBytes(scope)) {
            return new LlamaModel(config, NumberType.FLOAT32, Device.cpu(), layout, (owner, name, shape) -> {
                Random random = new Random(name.toLowerCase(Locale.ROOT).hashCode());
                float[] numbers = new float[(int) shape.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (float) (0.3 * random.nextGaussian());
                }
                NDArray weight = owner.create(numbers, shape);
                return layout.byColumns(name, shape, config.tiedEmbeddings()) ? bytes.byColumns(owner, weight) : weight;
            });
        }
    }

    private static void near(NDArray wanted, NDArray found) {
        float[] expected = wanted.toFloatArray();
        float[] actual = found.toFloatArray();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isEqualTo(expected[i], within(1e-4f));
        }
    }
}
