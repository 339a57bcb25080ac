package org.reformatted.finetune.train.step;

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
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.train.Sft;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.train.step.AdamW.Rounding;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;

class Bfloat16Test {
    private static final String OPTIMIZER =
            "optimizer: {learningRate: 2.0e-3, betas: [0.9, 0.95], epsilon: 1.0e-5, weightDecay: 0.1, clipNorm: 1.0,"
                    + " states: ";

    @TempDir
    Path temporary;

    private static final String ADD = "  def add(self, g: Tensor, x: Tensor) -> None:\n    torch.add_(g, x)\n";

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
            NDArray gradient = bytes.convert(manager, ones, NumberType.BFLOAT16);
            try (AdamW optimizer = new AdamW(config, manager, Map.of("p", parameter), Map.of("p", gradient))) {
                assertThat(optimizer.rounding()).isEqualTo(Rounding.STOCHASTIC);
                Torch.setSeed(1);
                optimizer.step(1e-4, 1, norm(optimizer, manager));
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
            NDArray large = bytes.convert(manager, manager.ones(new Shape(4096)), NumberType.BFLOAT16);
            NDArray small = bytes.convert(manager, manager.ones(new Shape(4096)).mul(1f / 1024), NumberType.BFLOAT16);
            NDArray gradient = bytes.convert(manager, large, NumberType.BFLOAT16);
            try (Kernel add = Kernel.compile(manager, ADD);
                    AdamW optimizer = new AdamW(config, manager, Map.of("p", parameter), Map.of("p", gradient))) {
                optimizer.accumulate();
                for (int batch = 0; batch < 64; batch++) {
                    add.run(manager, "add", gradient, small);
                    optimizer.accumulate();
                }
                assertThat(norm(optimizer, manager)).isCloseTo(64 * 1.0625, withinPercentage(0.01));
                optimizer.step(1e-4, 1, norm(optimizer, manager));
                assertThat(norm(optimizer, manager)).isZero();
            }
        }
    }

    private static double norm(AdamW optimizer, NDManager manager) {
        return optimizer.gradientNorm(manager).getFloat();
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
}
