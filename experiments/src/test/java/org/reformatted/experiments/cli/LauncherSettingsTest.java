package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherSettingsTest {
    /** On a graphics device they made starting kernels slower, see finetune/BENCHMARKS.md. */
    @ParameterizedTest
    @CsvSource({
        "generate --model DIR, true",
        "run config.yaml --device cpu, true",
        "bench generation --model DIR, true",
        "generate --device gpu --model DIR, false",
        "finetune config.yaml --device=gpu1, false",
        "run config.yaml --devices gpu0, false",
        "bench gpu --rounds 5, false"
    })
    void settingsOfMallocAreForTheProcessorAlone(String arguments, boolean set) throws Exception {
        String printed = settings(arguments.split(" "));
        assertThat(printed.lines())
                .containsExactly(
                        set ? "glibc.malloc.tcache_count=0:glibc.malloc.hugetlb=1" : "none",
                        set ? "1" : "none",
                        "passive");
    }

    /** What the launchers have in their environment, given these arguments. */
    private static String settings(String... arguments) throws IOException, InterruptedException {
        String script =
                ". scripts/settings.sh; echo \"${GLIBC_TUNABLES:-none}\"; echo \"${MALLOC_ARENA_MAX:-none}\"; echo"
                        + " \"$OMP_WAIT_POLICY\"";
        List<String> command = Stream.concat(Stream.of("bash", "-c", script, "harness"), Stream.of(arguments))
                .toList();
        ProcessBuilder bash = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("project.root")).toFile())
                .redirectErrorStream(true);
        bash.environment().keySet().removeIf(name -> name.startsWith("MALLOC_") || name.startsWith("GLIBC_"));
        bash.environment().remove("OMP_WAIT_POLICY");
        Process process = bash.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
