package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

class CudaChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "'Tesla K40m, 3.5', false",
        "'Tesla K80, 3.7', true",
        "'Tesla V100-SXM2-16GB, 7.0', true",
        "'NVIDIA A100-SXM4-80GB, 8.0', true",
        "'NVIDIA RTX A6000, 8.6', true",
        "'NVIDIA GeForce RTX 4090, 8.9', true",
        "'NVIDIA H100 80GB HBM3, 9.0', false",
        "'NVIDIA B200, 10.0', false",
        "'NVIDIA GeForce RTX 5090, 12.0', false",
    })
    void theDevicesGenerationDecides(String line, boolean cuda) {
        CudaChoice choice = CudaChoice.of(true, List.of(CudaChoice.Device.parse(line)));
        assertThat(choice.cuda()).isEqualTo(cuda);
        assertThat(choice.why()).contains(line.replace(", ", " has compute capability "));
    }

    @Test
    void theWordTellsWhyTheProcessorIsTaken() {
        assertThat(CudaChoice.of(true, List.of(new CudaChoice.Device("NVIDIA H100", 9, 0)))
                        .why())
                .isEqualTo("NVIDIA H100 has compute capability 9.0, and ND4J's kernels are for 3.7 to 8.9");
        assertThat(CudaChoice.of(true, List.of()))
                .isEqualTo(new CudaChoice(true, false, "nvidia-smi shows no graphics device"));
        assertThat(CudaChoice.of(false, List.of()).why()).contains("-Pnd4j-cuda");
    }

    @Test
    void theFirstDeviceDecides() {
        List<CudaChoice.Device> devices =
                List.of(new CudaChoice.Device("A100", 8, 0), new CudaChoice.Device("H100", 9, 0));
        assertThat(CudaChoice.of(true, devices).cuda()).isTrue();
        assertThat(CudaChoice.of(true, List.of(devices.get(1), devices.get(0))).cuda())
                .isFalse();
    }

    @Test
    void aLineThatIsNoDeviceIsTold() {
        assertThatThrownBy(() -> CudaChoice.Device.parse("[Not Supported]"))
                .hasMessageContaining("nvidia-smi's line ([Not Supported])");
    }

    /** In a program without CUDA's backend ND4J takes its own CPU backend; ours is known to it and steps aside. */
    @Test
    void nd4jKnowsTheBackendThatStepsInAndTakesItOnlyBesideCuda() {
        assertThat(StreamSupport.stream(ServiceLoader.load(Nd4jBackend.class).spliterator(), false))
                .anySatisfy(backend -> assertThat(backend).isInstanceOf(CpuInsteadOfCuda.class));
        assertThat(CudaChoice.ofThisMachine().built()).isFalse();
        assertThat(new CpuInsteadOfCuda().getPriority()).isLessThan(Nd4jBackend.BACKEND_PRIORITY_CPU);
        assertThat(new CpuInsteadOfCuda().isAvailable()).isFalse();
        assertThat(Nd4j.getBackend().getClass().getSimpleName()).isEqualTo("CpuBackend");
    }
}
