package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    @ParameterizedTest
    @CsvSource({
        ", true, 0, cpu",
        ", true, 1, gpu",
        ", false, 0, gpu",
        "gpu, true, 0, gpu",
        "cpu, true, 1, cpu",
        "gpu1, false, 2, gpu1"
    })
    void theSmallListNeedsNoGraphicsDevice(String asked, boolean small, int found, String device) {
        assertThat(BenchCommand.Gpu.device(asked, small, () -> found)).isEqualTo(device);
    }
}
