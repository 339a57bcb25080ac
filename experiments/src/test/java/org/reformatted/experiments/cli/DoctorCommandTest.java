package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose libtorch cannot be loaded, as one that a bundle without libtorch was copied to. */
class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void libtorchThatCannotBeLoadedIsNamedAndTheOtherFindingsStand() throws IOException {
        Files.writeString(folder.resolve("libtorch.so"), "no library");
        try (HarnessProcess harness = HarnessProcess.start(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()))) {
            HarnessProcess.Said doctor = harness.call("doctor");
            assertThat(doctor.code()).isZero();
            assertThat(doctor.text())
                    .contains("none. libtorch: it cannot be loaded", "set PYTORCH_LIBRARY_PATH", "cores ", "nd4j ")
                    .doesNotContain("internal error", "\tat ");
            HarnessProcess.Said generated = harness.call("generate", "--model", folder.toString(), "--prompt", "Once");
            assertThat(generated.code()).isEqualTo(1);
            assertThat(generated.text())
                    .contains("a library cannot be loaded", "libtorch.so", "run scripts/harness doctor")
                    .doesNotContain("internal error", "\tat ");
        }
    }
}
