package org.reformatted.finetune.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.realign.base.InputException;

/** A checkpoint that is refused after most of its weights are in memory gives that memory back, 500 times. */
class RefusedCheckpointMemoryTest {
    private static final int WARM = 100;
    private static final int LOADS = 500;
    /** A model that is kept would take 0.5 MiB each time. */
    private static final long ALLOWED_BYTES = 16L << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"not finite", "eos_token_id"})
    void refusedLoadsKeepNoMemory(String why) throws Exception {
        Assumptions.assumeTrue(
                new File("/proc/self/status").exists(), "skipped: no /proc here to read the resident set from");
        write(why.equals("not finite"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-Dai.djl.offline=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RefusedCheckpointMemoryTest.class.getName(),
                        folder.toString(),
                        why))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("OPT_OUT_TRACKING", "true", "OMP_WAIT_POLICY", "passive"));
        Process loads = builder.start();
        long grown = Long.parseLong(new String(loads.getInputStream().readAllBytes(), UTF_8).strip());
        assertThat(loads.waitFor()).isZero();
        assertThat(grown).isLessThan(ALLOWED_BYTES);
    }

    /** A model whose last number is none, or whose generation_config.json is wrong. */
    private void write(boolean notFinite) throws IOException {
        LlamaConfig shape = LlamaConfig.llama(64, 128, 2, 4, 2, 512, 64);
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            HuggingFaceCheckpoint.save(model, temporary -> {}, folder);
        }
        Files.copy(Shared.stories260K().resolve("tokenizer.model"), folder.resolve("tokenizer.model"));
        Path weights = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        if (notFinite) {
            bytes[bytes.length - 1] = (byte) 0xFF;
            bytes[bytes.length - 2] = (byte) 0xFF;
            Files.write(weights, bytes);
        } else {
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": \"two\"}");
        }
    }

    /** Loads the folder that it is given, and prints by how many bytes the resident set has grown behind the first loads. */
    public static void main(String[] args) {
        long before = 0;
        for (int i = 0; i < WARM + LOADS; i++) {
            if (i == WARM) {
                before = resident();
            }
            assertThatThrownBy(() -> TextGenerator.open(
                                    Path.of(args[0]), GenerationOptions.of("cpu", 1, 1, NumberType.FLOAT32))
                            .close())
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(args[1]);
        }
        System.out.println(resident() - before);
    }

    private static long resident() {
        return DeviceMemory.used(Device.cpu()).orElseThrow();
    }
}
