package org.reformatted.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.kernel.NumberType;

class KernelConstantsTest {
    private static final Backend PROCESSOR = Backend.processor(NumberType.FLOAT32);

    private static LlamaConfig mistral(OptionalInt window, RopeScaling scaling) {
        return new LlamaConfig(
                Architecture.MISTRAL,
                32,
                48,
                2,
                4,
                2,
                8,
                512,
                64,
                1e-5,
                10000,
                scaling,
                window,
                false,
                OptionalInt.of(1),
                List.of(2));
    }

    @Test
    void widthsFollowFromTheShape() {
        Map<String, Object> constants = KernelConstants.of(
                mistral(OptionalInt.empty(), new RopeScaling.None()),
                NumberType.FLOAT32,
                PROCESSOR,
                PROCESSOR.product());
        assertThat(constants)
                .containsEntry("groups", 2)
                .containsEntry("attentionWidth", 32)
                .containsEntry("kvWidth", 16)
                .containsEntry("halfWidth", 4)
                .containsEntry("scale", 1 / Math.sqrt(8))
                .containsEntry("biased", "False");
    }

    /** Flash attention counts the tokens before a token, the written one with it. */
    @Test
    void aModelWithoutWindowSeesAllTokensBefore() {
        Map<String, Object> none = KernelConstants.of(
                mistral(OptionalInt.empty(), new RopeScaling.None()),
                NumberType.FLOAT32,
                PROCESSOR,
                PROCESSOR.product());
        assertThat(none).containsEntry("window", Integer.MAX_VALUE).containsEntry("flashWindow", -1);
        Map<String, Object> four = KernelConstants.of(
                mistral(OptionalInt.of(4), new RopeScaling.None()), NumberType.FLOAT32, PROCESSOR, PROCESSOR.product());
        assertThat(four).containsEntry("window", 4).containsEntry("flashWindow", 3);
    }

    @Test
    void mergedWeightsAreSaidInTheLanguageOfTheKernels() {
        LlamaConfig shape = mistral(OptionalInt.empty(), new RopeScaling.None());
        assertThat(KernelConstants.of(shape, NumberType.FLOAT32, PROCESSOR, WeightLayout.ROWS))
                .containsEntry("merged", "False");
        assertThat(KernelConstants.of(shape, NumberType.FLOAT32, PROCESSOR, WeightLayout.MERGED))
                .containsEntry("merged", "True");
    }

    /** 10000^(-2i/8) is 1, 0.1, 0.01, 0.001. */
    @Test
    void frequenciesFallWithTheDimensionAndAreScaled() {
        assertThat(KernelConstants.frequencies(mistral(OptionalInt.empty(), new RopeScaling.None())))
                .containsExactly(new float[] {1, 0.1f, 0.01f, 0.001f}, within(1e-7f));
        assertThat(KernelConstants.frequencies(mistral(OptionalInt.empty(), new RopeScaling.Linear(2))))
                .containsExactly(new float[] {0.5f, 0.05f, 0.005f, 0.0005f}, within(1e-7f));
    }
}
