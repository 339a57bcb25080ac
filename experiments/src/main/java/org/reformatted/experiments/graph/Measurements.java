package org.reformatted.experiments.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.report.TrainedArm;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Environment;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.finetune.train.SftEstimate;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.ModelConfig;

/** Measurements of earlier runs on this machine: the speed of training, and the times of steps of this experiment. */
final class Measurements {
    private final ArtifactStore store;
    private final Map<String, String> machine;
    private final Map<String, Optional<Double>> speeds = new HashMap<>();

    Measurements(ArtifactStore store, Path checkout) {
        this.store = store;
        this.machine = Environment.ofThisMachine(checkout, Map.of()).machine();
    }

    /** The time of the newest artifact of a step, if it had the same config on a similar device. Its dependencies may have changed. */
    Optional<Double> seconds(Step step, String device) {
        return store.newest(step.name())
                .filter(this::isAvailable)
                .filter(record -> !step.needs().device() || isLike(device, record))
                .filter(record -> ConfigTree.differences(record.config(), ConfigTree.of(step.config()))
                        .isEmpty())
                .map(ArtifactRecord::seconds);
    }

    private boolean isAvailable(ArtifactRecord record) {
        return List.of("processor", "cores").stream()
                .allMatch(key ->
                        machine.getOrDefault(key, "").equals(record.machine().getOrDefault(key, "-")));
    }

    /** Whether a step computed on a device of the same kind; records from before November 2026 name a device only for trainings. */
    private static boolean isLike(String device, ArtifactRecord record) {
        Object recorded = record.machine().get(Environment.DEVICE);
        Object named = recorded == null ? record.result().get(Environment.DEVICE) : recorded;
        return named != null && kind(device).equals(kind(named.toString()));
    }

    /** The name of a device without its number, because several graphics devices are assumed to be equally fast. */
    private static String kind(String device) {
        return device.replaceAll("\\d+$", "");
    }

    /** The median of the floating-point operations per second of all trainings on a device, in all experiments of the folder of runs. */
    Optional<Double> operationsPerSecond(Compute compute) {
        return speeds.computeIfAbsent(compute.device(), device -> {
            List<Double> found = finetunes().stream()
                    .flatMap(folder -> speed(folder, device).stream())
                    .sorted()
                    .toList();
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of((found.get((found.size() - 1) / 2) + found.get(found.size() / 2)) / 2);
        });
    }

    private List<Path> finetunes() {
        Path runs = store.root().getParent();
        if (runs == null || !Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.walk(runs, 2)) {
            return folders.filter(folder -> isFinetune(folder.getFileName().toString()))
                    .filter(folder -> Files.exists(folder.resolve(ArtifactRecord.FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw TextFiles.unreadable(runs, e);
        }
    }

    private static boolean isFinetune(String name) {
        return name.startsWith("finetune-") && ArtifactStore.isArtifact(name);
    }

    private Optional<Double> speed(Path folder, String device) {
        try {
            ArtifactRecord record = Json.read(folder.resolve(ArtifactRecord.FILE), ArtifactRecord.class);
            boolean elsewhere = record.result().containsKey(TrainedArm.TRAINER);
            if (elsewhere || !isAvailable(record) || !isLike(device, record)) {
                return Optional.empty();
            }
            double operations = SftEstimate.operationsOfToken(
                    folder.resolve("checkpoint"), Files.exists(folder.resolve("adapter")));
            return tokensPerSecond(folder.resolve("metrics.jsonl")).map(tokens -> tokens * operations);
        } catch (InputException e) {
            return Optional.empty(); // a record of another version of this program: it has no usable measurement
        }
    }

    /** The mean over all steps except the first, which includes the start of the engine. */
    private static Optional<Double> tokensPerSecond(Path metrics) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(metrics)) {
            List<Double> speeds = rows.skip(1)
                    .map(JsonLines.Row::node)
                    .map(row -> row.path("tokensPerSecond"))
                    .filter(JsonNode::isNumber)
                    .map(JsonNode::asDouble)
                    .toList();
            return speeds.isEmpty()
                    ? Optional.empty()
                    : Optional.of(speeds.stream()
                            .mapToDouble(speed -> speed)
                            .average()
                            .orElseThrow());
        }
    }

    /** Whether a model computes on this machine, so that its time depends on this machine. */
    static boolean isLocal(ModelConfig model) {
        return model.kind() == ModelConfig.Kind.CHECKPOINT;
    }
}
