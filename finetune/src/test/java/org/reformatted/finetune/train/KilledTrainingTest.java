package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Progress;

class KilledTrainingTest {
    private static final int KILLS = 10;
    private static final int STEPS = 150;

    @TempDir
    Path temporary;

    /** Killed as by {@code kill -9}: in a step, between steps, while a state is written, as it falls out. */
    @Test
    void runKilledTenTimesEndsWithTheSameWeights() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledTrainingTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path killed = temporary.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            Process training = train(killed);
            try (BufferedReader lines = training.inputReader()) {
                int steps = 1 + random.nextInt(8);
                for (int line = 0; line <= steps; line++) { // the first tells what was done before
                    assertThat(lines.readLine())
                            .as("seed %s, life %s", seed, kill)
                            .startsWith("advanced ");
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
            }
            assertThat(training.isAlive()).isTrue();
            training.destroyForcibly().waitFor();
            assertThat(killed.resolve("checkpoint")).doesNotExist();
        }
        finish(killed);
        Path undisturbed = temporary.resolve("undisturbed");
        ForkedTraining.run(undisturbed, STEPS, Progress.SILENT);
        assertThat(killed.resolve("checkpoint/model.safetensors"))
                .as("seed %s", seed)
                .hasSameBinaryContentAs(undisturbed.resolve("checkpoint/model.safetensors"));
        assertThat(Sft.losses(Sft.metrics(killed))).hasSize(STEPS).isEqualTo(Sft.losses(Sft.metrics(undisturbed)));
    }

    private static Process train(Path out) throws IOException {
        return ForkedTraining.start(List.of("-Xmx256m"), "run", out.toString(), String.valueOf(STEPS));
    }

    private static void finish(Path out) throws Exception {
        Process training = train(out);
        training.inputReader().lines().forEach(line -> {});
        assertThat(training.waitFor()).isZero();
    }
}
