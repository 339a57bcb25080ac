package org.reformatted.experiments.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityTest {
    @Test
    void jobsAndDevicesBoundWhatRunsAtOnce() {
        Capacity capacity = new Capacity(3, List.of("gpu0", "gpu1", "gpu1"));
        assertThat(capacity.atOnce("gpu0")).isEqualTo(1);
        assertThat(capacity.atOnce("gpu1")).isEqualTo(2);
        assertThat(capacity.atOnce("cpu")).isZero();
        assertThat(new Capacity(1, List.of("a", "a")).atOnce("a")).isEqualTo(1);
        assertThat(capacity.usesSeparateProcesses()).isTrue();
        assertThat(Capacity.one("cpu").usesSeparateProcesses()).isFalse();
        assertThatThrownBy(() -> new Capacity(0, List.of("cpu"))).hasMessage("jobs (0) must be positive");
    }
}
