package org.reformatted.finetune.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
    private static final long BLOCK = 256L << 20;

    /** In a process with the launcher's settings of glibc, which keep what is freed. */
    @Test
    void freedMemoryIsGivenBackWhenAskedFor() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/proc/self/status")), "skipped: no /proc here to read the resident set from");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DeviceMemoryTest.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "OPT_OUT_TRACKING", "true",
                        "MALLOC_MMAP_THRESHOLD_", "1073741824",
                        "MALLOC_TRIM_THRESHOLD_", "4294967296",
                        "MALLOC_ARENA_MAX", "1"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        long[] found =
                List.of(printed.split(" ")).stream().mapToLong(Long::parseLong).toArray();
        assertThat(found[0]).as("kept behind the block that was freed").isGreaterThan(BLOCK * 9 / 10);
        assertThat(found[1]).as("kept behind the release").isLessThan(BLOCK / 4);
    }

    /** Prints by how many bytes the resident set has grown, once a block was used and freed, and behind the release. */
    public static void main(String[] args) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            manager.ones(new Shape(1)).close();
            long before = resident();
            manager.ones(new Shape(BLOCK / 4)).close();
            long freed = resident() - before;
            DeviceMemory.release();
            System.out.println(freed + " " + (resident() - before));
        }
    }

    private static long resident() {
        return DeviceMemory.used(Device.cpu()).orElseThrow();
    }
}
