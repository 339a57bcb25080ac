package org.reformatted.finetune.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GpuChainTest {
    private static GpuChain chain(boolean driver, boolean runtime, boolean computes, int devices) {
        return new GpuChain(
                driver ? Optional.of("NVRM version 580") : Optional.empty(),
                runtime ? Optional.of("13.0") : Optional.empty(),
                computes,
                "/opt/libtorch",
                devices);
    }

    @Test
    void theFirstMissingLinkIsNamedWithWhatToDo() {
        assertThat(chain(false, false, false, 0).remedy()).contains("no NVIDIA driver");
        assertThat(chain(true, true, false, 1).remedy()).contains("PYTORCH_LIBRARY_PATH", "PYTORCH_FLAVOR");
        assertThat(chain(true, false, true, 0).remedy()).contains("-Djna.library.path=DIR");
        assertThat(chain(true, true, true, 0).usable()).isFalse();
        assertThat(chain(true, true, true, 1).usable()).isTrue();
    }

    @Test
    void everyLinkOfThisMachineIsShown() {
        GpuChain here = GpuChain.ofThisMachine();
        assertThat(here.findings()).containsOnlyKeys("gpu driver", "cuda runtime", "libtorch", "--device gpu");
        assertThat(here.libtorch()).isNotBlank();
    }
}
