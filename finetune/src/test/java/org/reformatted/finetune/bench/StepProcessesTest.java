package org.reformatted.finetune.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;

/** One step of the graphics script hangs and one ends without a word: the others run as if nothing had been. */
class StepProcessesTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final GpuBench SMALL = new GpuBench(Device.cpu(), 1, true, Optional.empty());

    @Test
    void stepThatHangsIsEndedAndTheNextOneBegins() {
        List<JsonNode> lines = run(
                List.of("doctor", "7B full, kept", "7B decoding, 1 row"),
                step -> step.equals("7B full, kept") ? java(Hanging.class) : SMALL.command(step),
                step -> step.equals("7B full, kept") ? Duration.ofSeconds(1) : LONG,
                LONG);
        assertThat(lines)
                .extracting(line -> line.path("step").asText())
                .containsExactly("doctor", "7B full, kept", "7B decoding, 1 row");
        assertThat(lines.get(0).path("engine").asText()).startsWith("PyTorch");
        assertThat(lines.get(1).path("error").asText()).isEqualTo("ended at its limit of 1 s");
        assertThat(lines.get(2).path("tokens/s").asDouble()).isPositive();
    }

    @Test
    void stepThatEndsItsProcessIsReported() {
        List<JsonNode> lines = run(List.of("peak"), step -> java(Failing.class), step -> LONG, LONG);
        assertThat(lines.get(0).path("error").asText())
                .isEqualTo("its process ended with code 134 and without a result");
    }

    @Test
    void stepsBehindTheTimeOfAllAreSkipped() {
        List<JsonNode> lines =
                run(List.of("peak", "layer"), step -> java(Hanging.class), step -> LONG, Duration.ofSeconds(1));
        assertThat(lines.get(0).path("error").asText()).startsWith("ended at its limit of ");
        assertThat(lines.get(1).path("error").asText()).isEqualTo("skipped: all steps together have had their 1 s");
    }

    private static List<JsonNode> run(
            List<String> steps,
            Function<String, List<String>> command,
            Function<String, Duration> limit,
            Duration whole) {
        List<JsonNode> lines = new ArrayList<>();
        new StepProcesses(command, limit, whole).run(steps, line -> lines.add(parsed(line)));
        return lines;
    }

    private static JsonNode parsed(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static List<String> java(Class<?> program) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
    }

    /** Never ends. */
    static final class Hanging {
        public static void main(String[] args) throws InterruptedException {
            System.out.println("about to wait");
            new CountDownLatch(1).await();
        }
    }

    /** Ends as the engine does when it aborts. */
    static final class Failing {
        public static void main(String[] args) {
            System.exit(134);
        }
    }
}
