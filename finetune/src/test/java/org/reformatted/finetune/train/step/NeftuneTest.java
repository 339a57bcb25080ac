package org.reformatted.finetune.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.Sft;
import org.reformatted.finetune.train.config.SftConfig;

class NeftuneTest {
    @TempDir
    Path temporary;

    @Test
    void reachIsAlphaOverTheRootOfAnExamplesNumbers() {
        List<TokenizedExample> examples = List.of(example(4), example(1), example(9));
        TokenBatch batch = TokenBatch.of(new BatchStep.Rows(List.of(List.of(0, 1), List.of(2))), examples);
        float[] reach = Neftune.reach(5, 16, batch, 10);
        float four = 5 / 8f; // 5 / sqrt(4 * 16)
        float one = 5 / 4f;
        float nine = 5 / 12f;
        assertThat(reach)
                .containsExactly(
                        four, four, four, four, one, 0, 0, 0, 0, 0, nine, nine, nine, nine, nine, nine, nine, nine,
                        nine, 0);
    }

    @Test
    void noiseIsUniformWithinItsReach() {
        LlamaConfig config = LlamaConfig.llama(64, 64, 1, 2, 2, 40, 64);
        try (LlamaModel model = LlamaInitializer.random(config, Device.cpu(), NumberType.FLOAT32, 1);
                NDManager step = model.manager().newSubManager()) {
            NDArray ids = step.zeros(new Shape(2, 50), ai.djl.ndarray.types.DataType.INT64);
            float[] reach = new float[100];
            java.util.Arrays.fill(reach, 0, 50, 0.5f);
            Torch.setSeed(3);
            NDArray noisy = model.embed(step, ids, step.create(reach, new Shape(2, 50, 1)));
            float[] noise = noisy.sub(model.embed(step, ids)).toFloatArray();
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 3200; i++) {
                assertThat(noise[i]).isBetween(-0.5001f, 0.5001f);
                sum += noise[i];
                squares += noise[i] * noise[i];
                assertThat(noise[3200 + i]).isZero();
            }
            assertThat(sum / 3200).isCloseTo(0, within(0.03));
            assertThat(squares / 3200)
                    .isCloseTo(0.25 / 3, within(0.005)); // the variance of a uniform number within r is r * r / 3
        }
    }

    @Test
    void noiseMovesTrainingAndIsDrawnAnewEachStepFromTheSeed() {
        List<Double> plain = Sft.losses(Sft.run(Sft.config("length: {steps: 3}"), temporary.resolve("plain")));
        SftConfig noisy = Sft.config("length: {steps: 3}", "neftuneAlpha: 5");
        List<Double> first = Sft.losses(Sft.run(noisy, temporary.resolve("first")));
        List<Double> again = Sft.losses(Sft.run(noisy, temporary.resolve("again")));
        List<Double> recomputed = Sft.losses(Sft.run(
                Sft.config("length: {steps: 3}", "neftuneAlpha: 5", "activationCheckpointing: true"),
                temporary.resolve("recomputed")));
        assertThat(again).isEqualTo(first);
        for (int i = 0; i < 3; i++) {
            assertThat(first.get(i)).isNotEqualTo(plain.get(i));
            assertThat(recomputed.get(i)).isCloseTo(first.get(i), within(1e-4));
        }
    }

    @Test
    void alphaIsPositive() {
        assertThatThrownBy(() -> Sft.config("neftuneAlpha: -1"))
                .hasMessageContaining("neftuneAlpha (-1.0) must be positive");
    }

    private static TokenizedExample example(int length) {
        return new TokenizedExample("e" + length, new int[length], new float[length]);
    }
}
