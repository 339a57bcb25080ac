package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.train.metrics.StepMetrics;

class SftParityTest {
    /** Within 1e-3 of the reference. */
    private static final double PERCENT = 0.1;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch: {examples: 4} | activationCheckpointing: false",
                "batch: {examples: 2, accumulate: 2} | activationCheckpointing: false",
                "batch: {examples: 4} | activationCheckpointing: true",
                "batch: {examples: 1, accumulate: 4} | activationCheckpointing: true"
            })
    void lossesAndGradientNormsAgreeWithTheReference(String batch, String recompute) {
        List<StepMetrics> steps = Sft.run(Sft.config(batch, recompute), temporary);
        assertAgree(steps, "/sft");
    }

    @Test
    void learningRatesFollowTheSchedule() {
        List<StepMetrics> steps = Sft.run(Sft.config("length: {steps: 4}"), temporary);
        assertThat(steps).extracting(StepMetrics::step).containsExactly(0L, 1L, 2L, 3L);
        assertThat(steps).extracting(StepMetrics::learningRate).containsExactly(1e-3, 2e-3, 2e-3, 2e-3 * 0.55);
    }

    static void assertAgree(List<StepMetrics> steps, String golden) {
        double[] losses = Golden.numbers(Golden.at(golden + "/losses"));
        double[] norms = Golden.numbers(Golden.at(golden + "/gradNorms"));
        assertThat(steps).hasSize(losses.length);
        for (int i = 0; i < losses.length; i++) {
            assertThat(steps.get(i).loss()).as("loss of step %s", i).isCloseTo(losses[i], withinPercentage(PERCENT));
            assertThat(steps.get(i).gradNorm())
                    .as("gradient norm of step %s", i)
                    .isCloseTo(norms[i], withinPercentage(PERCENT));
        }
    }
}
