package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.InputException;

class GenerationMemoryTest {
    private static final long GIB = 1L << 30;

    /** The cache of 64 answers of LLaMA-2-7B at its whole context: 2 x 32 x 4,096 numbers a token. */
    @Test
    void cacheOfA7BModelAtTheDefaultsIsCounted() {
        GenerationMemory memory = GenerationMemory.of(LlamaConfig.llama2_7b(), 2, 4096, 2048);
        assertThat(memory.spare()).isEqualTo(2 * GIB);
        assertThat(memory.row() - memory.spare()).isEqualTo(36 * 32_000L);
        assertThat(memory.need(64)).isBetween(130 * GIB, 131 * GIB);
    }

    @Test
    void asManyAnswersAreWrittenAsFit() {
        GenerationMemory memory = GenerationMemory.of(LlamaConfig.llama2_7b(), 2, 4096, 2048);
        assertThat(memory.rows(64, 200 * GIB, "gpu0")).isEqualTo(64);
        int rows = memory.rows(64, 60 * GIB, "gpu0");
        assertThat(rows).isBetween(20, 28);
        assertThat(memory.need(rows)).isLessThan(60 * GIB * 95 / 100);
        assertThat(memory.need(rows + 1)).isGreaterThan(60 * GIB * 95 / 100);
        assertThatThrownBy(() -> memory.rows(64, 4 * GIB, "gpu0"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gpu0 has 4.00 GiB free after loading the weights")
                .hasMessageContaining("for one answer at a time");
    }

    @Test
    void freeMemoryIsThatOfTheMachine() {
        long free = DeviceMemory.free(Device.cpu());
        assertThat(free).isPositive().isLessThan(DeviceMemory.total(Device.cpu()));
        assertThat(DeviceMemory.gib(GIB * 3 / 2)).isEqualTo("1.50");
        assertThat(DeviceMemory.gib(12 * GIB)).isEqualTo("12.0");
    }
}
