package org.reformatted.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.train.SftRun;
import org.reformatted.finetune.train.SftRuntime;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.WaitingException;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;

/**
 * The same training here and by an external trainer on the processor, step by step: run by {@code scripts/bench trainers}, which gives a Python that has the
 * trainer as {@code -Dtrainer.trl} or {@code -Dtrainer.llama-factory}. A trainer without one is passed over. Prints a row of a table for each.
 */
@Tag("peers")
class TrainerParityTest {
    private static final double TOLERANCE = 1e-3;
    private static final SftRuntime RUNTIME = new SftRuntime(Device.cpu(), 1);

    /** What has Accelerate divide a model on the processor as well. */
    private static final Path SHARDED = Path.of(System.getProperty("project.root"), "finetune/src/test/python/sharded");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "full, one row an example | template: plain | batch: {examples: 4, accumulate: 2} | devices: 1",
                "full, packed, two processes | template: plain | batch: {tokens: 1024, accumulate: 2} | devices: 2",
                "full, divided among two processes | template: plain | batch: {examples: 4, accumulate: 2} |"
                        + " devices: 2, sharded: true",
                "LoRA, a token added | {template: openchat, method: {lora: {rank: 4, alpha: 8, dropout: 0.0}}} |"
                        + " batch: {examples: 4} | devices: 1"
            })
    void lossesOfAnExternalTrainerAreOurs(String name, String settings, String batch, String devices)
            throws IOException, InterruptedException {
        for (String kind : List.of("trl", "llama-factory")) {
            String python = System.getProperty("trainer." + kind, "");
            if (devices.contains("sharded") && kind.equals("llama-factory")) {
                System.out.println("measured | " + kind + " | " + name
                        + " | not run: accelerate 1.11, which it asks for, shards on graphics devices alone");
            } else if (!python.isEmpty()) {
                compare(kind, python, name, settings.replaceAll("^\\{|\\}$", ""), batch, devices);
            }
        }
    }

    private void compare(String kind, String python, String name, String settings, String batch, String devices)
            throws IOException, InterruptedException {
        String yaml = "{model: " + Shared.stories260K() + ", " + settings + ", " + batch
                + ", length: {steps: 20}, maxLength: 256, optimizer: {learningRate: 2.0e-3}";
        SftInputs inputs = SftInputs.of(Shared.stories260K(), rows());
        Path ours = temporary.resolve("ours-" + kind);
        SftRun.run(config(yaml + "}"), inputs, RUNTIME, ours, Progress.SILENT);
        SftConfig handed = config(yaml + ", trainer: {kind: " + kind + ", " + devices + "}}");
        Path out = temporary.resolve("theirs-" + kind);
        try {
            ExternalTraining.run(handed, inputs, RUNTIME, out, Progress.SILENT);
        } catch (WaitingException e) {
            launch(out.resolve(ExternalTraining.JOB), python);
        }
        ExternalTraining.run(handed, inputs, RUNTIME, out, Progress.SILENT);
        double loss = difference(ours, out, "loss");
        double norm = difference(ours, out, "gradNorm");
        System.out.printf(
                Locale.ROOT,
                "measured | %s | %s | %.1e | %.1e |%n",
                ExternalTraining.trainer(out).orElseThrow().text(),
                name,
                loss,
                norm);
        assertThat(loss).isLessThan(TOLERANCE);
        assertThat(norm).isLessThan(TOLERANCE);
    }

    private static void launch(Path job, String python) throws IOException, InterruptedException {
        Path log = job.resolveSibling("launch.log");
        ProcessBuilder builder = new ProcessBuilder(job.resolve("launch.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PYTHON", python);
        builder.environment().put("DEVICE", "cpu");
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("PYTHONPATH", SHARDED.toString());
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static double difference(Path ours, Path theirs, String field) {
        List<Double> expected = values(ours, field);
        List<Double> found = values(theirs, field);
        assertThat(found).hasSize(expected.size());
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(found.get(i) - expected.get(i)) / expected.get(i));
        }
        return largest;
    }

    private static List<Double> values(Path folder, String field) {
        List<Double> values = new ArrayList<>();
        ToDoubleFunction<JsonNode> value = row -> row.path(field).asDouble();
        try (Stream<JsonLines.Row> rows = JsonLines.read(folder.resolve("metrics.jsonl"))) {
            rows.forEachOrdered(row -> values.add(value.applyAsDouble(row.node())));
        }
        return values;
    }

    private static SftConfig config(String yaml) {
        return ConfigBinder.bind("test.yaml", yaml, SftConfig.class).value();
    }

    private static List<Conversation> rows() {
        List<Conversation> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String answer =
                    "Take " + i + " and " + (i % 7) + ". ".repeat(1 + i % 5) + "The sum is " + (i + i % 7) + ".";
            rows.add(Conversation.of("row" + i, "Add " + i + " and " + (i % 7) + ".", answer));
        }
        return rows;
    }
}
