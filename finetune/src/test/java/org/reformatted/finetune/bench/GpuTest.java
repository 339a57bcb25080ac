package org.reformatted.finetune.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only a graphics device can show; run with {@code -DexcludedGroups=network} on a machine that has one. */
@Tag("gpu")
class GpuTest {
    @Test
    void computesWhatTheProcessorDoes() {
        Map<String, Object> found = new LinkedHashMap<>();
        new GpuParity(Device.gpu(), Optional.empty()).check(found);
        assertThat((double) found.get("logits float32")).isLessThan(1e-4);
        assertThat((double) found.get("20 losses float32")).isLessThan(1e-4);
        assertThat((double) found.get("20 losses bfloat16")).isLessThan(0.02);
        assertThat((double) found.get("20 losses bfloat16 by the engine's choice of attention"))
                .isLessThan(0.02);
    }
}
