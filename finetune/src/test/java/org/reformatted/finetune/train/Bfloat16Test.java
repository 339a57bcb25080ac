package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.train.AdamW.Rounding;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;

class Bfloat16Test {
    private static final String OPTIMIZER =
            "optimizer: {learningRate: 2.0e-3, betas: [0.9, 0.95], epsilon: 1.0e-5, weightDecay: 0.1, clipNorm: 1.0, states: ";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"float32", "bfloat16"})
    void lossesStayWithinTwoPercentOfFloat32(String states) {
        List<StepMetrics> exact = Sft.run(Sft.config("maxLength: 256"), gsm8k(), temporary.resolve("exact"));
        SftConfig config = Sft.config("maxLength: 256", "precision: bfloat16", OPTIMIZER + states + "}");
        List<StepMetrics> steps = Sft.run(config, gsm8k(), temporary.resolve("rounded"));
        for (int i = 0; i < exact.size(); i++) {
            assertThat(steps.get(i).loss())
                    .as("loss of step %s", i)
                    .isCloseTo(exact.get(i).loss(), withinPercentage(2));
        }
    }

    private static SftInputs gsm8k() {
        try (Stream<Conversation> rows = DataFormats.read(Shared.path("data/gsm8k/train.jsonl"), Optional.empty())) {
            return SftInputs.of(Shared.stories260K(), rows.limit(80).toList());
        }
    }

    @Test
    void stochasticRoundingKeepsStepsThatRoundingToNearestLoses() {
        OptimizerConfig config =
                Sft.config("precision: bfloat16", OPTIMIZER + "bfloat16}").optimizer();
        Torch.setThreads(1);
        try (NDManager manager = Torch.newManager(Device.cpu());
                TensorBytes bytes = new TensorBytes(manager)) {
            NDArray ones = manager.ones(new Shape(4096));
            NDArray parameter = bytes.convert(manager, ones, NumberType.BFLOAT16);
            parameter.setRequiresGradient(true);
            try (AdamW optimizer = new AdamW(config, manager, Map.of("p", parameter))) {
                assertThat(optimizer.rounding()).isEqualTo(Rounding.STOCHASTIC);
                Gradients.set(parameter, bytes.convert(manager, ones, NumberType.BFLOAT16));
                Torch.setSeed(1);
                optimizer.step(1e-4, 1, optimizer.gradientNorm());
            }
            float mean =
                    bytes.convert(manager, parameter, NumberType.FLOAT32).mean().getFloat();
            assertThat(1 - mean).isBetween(0.8e-4f, 1.4e-4f);
        }
    }

    /** 1 + 64 * 2^-10 is 1.0625; in bfloat16, whose step above 1 is 2^-7, the sum would stay at 1. */
    @Test
    void gradientsOfSeveralBatchesAreSummedInFloat32() {
        OptimizerConfig config =
                Sft.config("precision: bfloat16", OPTIMIZER + "float32}").optimizer();
        Torch.setThreads(1);
        try (NDManager manager = Torch.newManager(Device.cpu());
                TensorBytes bytes = new TensorBytes(manager)) {
            NDArray parameter = bytes.convert(manager, manager.ones(new Shape(4096)), NumberType.BFLOAT16);
            parameter.setRequiresGradient(true);
            NDArray large = bytes.convert(manager, manager.ones(new Shape(4096)), NumberType.BFLOAT16);
            NDArray small = bytes.convert(manager, manager.ones(new Shape(4096)).mul(1f / 1024), NumberType.BFLOAT16);
            try (AdamW optimizer = new AdamW(config, manager, Map.of("p", parameter))) {
                Gradients.set(parameter, large);
                optimizer.accumulate();
                for (int batch = 0; batch < 64; batch++) {
                    Gradients.set(parameter, small);
                    optimizer.accumulate();
                }
                assertThat(optimizer.gradientNorm()).isCloseTo(64 * 1.0625, withinPercentage(0.01));
                optimizer.step(1e-4, 1, optimizer.gradientNorm());
                assertThat(optimizer.gradientNorm()).isZero();
            }
        }
    }

    @Test
    void bfloat16StatesNeedBfloat16Weights() {
        assertThatThrownBy(() -> Sft.config("precision: float32", OPTIMIZER + "bfloat16}"))
                .hasMessageContaining("optimizer.states (bfloat16) must be float32");
    }

    @Test
    void masterCopiesAreForFloat32StatesAlone() {
        assertThat(AdamW.rounding(NumberType.FLOAT32, NumberType.FLOAT32)).isEqualTo(Rounding.NONE);
        assertThat(AdamW.rounding(NumberType.BFLOAT16, NumberType.FLOAT32)).isEqualTo(Rounding.MASTER);
        assertThat(AdamW.rounding(NumberType.BFLOAT16, NumberType.BFLOAT16)).isEqualTo(Rounding.STOCHASTIC);
    }

    /** Gives a tensor a gradient, as backward would. */
    private static final class Gradients {
        static void set(NDArray parameter, NDArray gradient) {
            ai.djl.pytorch.jni.JniUtils.backward(
                    view(parameter), (ai.djl.pytorch.engine.PtNDArray) gradient, false, false);
        }

        private static ai.djl.pytorch.engine.PtNDArray view(NDArray parameter) {
            boolean before = ai.djl.pytorch.jni.JniUtils.isGradMode();
            ai.djl.pytorch.jni.JniUtils.setGradMode(true);
            try {
                return (ai.djl.pytorch.engine.PtNDArray) parameter.reshape(new Shape(4096));
            } finally {
                ai.djl.pytorch.jni.JniUtils.setGradMode(before);
            }
        }
    }
}
