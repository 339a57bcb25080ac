package org.reformatted.finetune.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.train.Sft;
import org.reformatted.finetune.train.memory.TrainingSize;

class ModelFlopsTest {
    @TempDir
    Path temporary;

    /** By hand: 7B has 6,738,415,616 parameters, of which 131,072,000 are the embedding and 65 * 4096 norms; 12 * 32 * 4096 * 4096 for attention. */
    @Test
    void tokenOfLlama2Of7BillionAsksFor46BillionOperations() {
        double sum = ModelFlops.of(size(Optional.empty())).of(List.of(example(4096, 4095)));
        double matrices = 6_738_415_616.0 - 131_072_000 - 65 * 4096;
        double firstToken = 6.0 * 131_072_000; // nothing is asked of the head for the one token that nothing predicts
        assertThat(sum).isEqualTo(4096 * (6 * matrices + 12.0 * 32 * 4096 * 4096) - firstToken);
        assertThat(sum / 4096 / 1e9).isCloseTo(46.1, within(0.05));
    }

    @Test
    void headCountsWhereATokenIsSupervised() {
        ModelFlops flops = ModelFlops.of(size(Optional.empty()));
        double all = flops.of(List.of(example(101, 100)));
        double half = flops.of(List.of(example(101, 50)));
        assertThat(all - half).isCloseTo(50 * 6.0 * 32000 * 4096, within(1.0));
    }

    @Test
    void frozenMatricesNeedNoGradientsOfTheirOwn() {
        LoraWeights.Settings settings = new LoraWeights.Settings(16, 32, 0, List.of("q_proj"));
        double full = ModelFlops.of(size(Optional.empty())).ofToken();
        double adapted = ModelFlops.of(size(Optional.of(settings))).ofToken();
        assertThat(adapted).isCloseTo(full * 4 / 6 + 6 * 32 * 16 * 8192.0, within(1.0));
    }

    @Test
    void everyStepTellsItsShareOfThePeakAndItsMemory() {
        List<StepMetrics> steps = Sft.run(Sft.config("length: {steps: 2}"), temporary);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.modelFlopsUtilization()).isBetween(1e-6, 2.0);
            assertThat(step.peakMemoryBytes()).isGreaterThan(50L << 20);
        });
    }

    private static TrainingSize size(Optional<LoraWeights.Settings> lora) {
        return new TrainingSize(
                LlamaConfig.llama2_7b(),
                NumberType.BFLOAT16,
                NumberType.BFLOAT16,
                lora,
                0,
                32,
                new BatchShape(4096, 4096, false),
                1,
                true);
    }

    private static TokenizedExample example(int length, int supervised) {
        float[] weights = new float[length];
        Arrays.fill(weights, 1, 1 + supervised, 1);
        return new TokenizedExample("e", new int[length], weights);
    }
}
