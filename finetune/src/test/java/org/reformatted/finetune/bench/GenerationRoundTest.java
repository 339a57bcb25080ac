package org.reformatted.finetune.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.finetune.kernel.NumberType;

class GenerationRoundTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("shared.root", "../../shared")).resolve("models/stories260K");

    @Test
    void tokensBeyondTheShortRoundAreCounted() {
        assumeTrue(Files.exists(FOLDER), "skipped: " + FOLDER + " is not on this machine");
        GenerationOptions options = new GenerationOptions(Device.cpu(), NumberType.FLOAT32, 2);
        try (TextGenerator model = TextGenerator.open(FOLDER, options)) {
            GenerationRound round = GenerationRound.measure(model, List.of("Once", "The dog"), 60);
            assertThat(round.tokens()).isEqualTo(120);
            assertThat(round.seconds()).isPositive();
            assertThat(round.cpuSeconds()).isPositive();
        }
    }
}
