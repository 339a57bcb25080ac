package org.reformatted.experiments.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Redactor;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/**
 * An experiment as the files of MLflow's file store ({@code mlflow ui --backend-store-uri DIR}): one MLflow run for each arm and seed, with the
 * training's config as parameters, the loss of every step and every score as metrics, and commit, versions and fingerprint as tags.
 */
public final class MlflowFolder {
    private static final int ID_DIGITS = 32;
    private static final int EXPERIMENT_DIGITS = 18;
    private static final int LONGEST_PARAMETER = 500;

    private MlflowFolder() {}

    /**
     * Writes the folder.
     *
     * @param inputs the inputs of the experiment's report
     * @param to the folder
     */
    public static void write(ReportInputs inputs, Path to) {
        String id = String.valueOf(
                Long.parseLong(Sha256.of(inputs.name()).substring(0, 14), 16) % (long) Math.pow(10, EXPERIMENT_DIGITS));
        Path experiment = to.resolve(id);
        long time =
                inputs.records().stream().mapToLong(MlflowFolder::start).max().orElse(0);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("artifact_location", experiment.toUri().toString());
        meta.put("creation_time", time);
        meta.put("experiment_id", id);
        meta.put("last_update_time", time);
        meta.put("lifecycle_stage", "active");
        meta.put("name", inputs.name());
        yaml(experiment.resolve("meta.yaml"), meta);
        inputs.arms().forEach(arm -> run(inputs, arm, id, experiment, time));
    }

    private static void run(ReportInputs inputs, TrainedArm arm, String experimentId, Path experiment, long time) {
        String name = arm.arm() + (arm.seedText().isEmpty() ? "" : "-seed" + arm.seedText());
        String id = Sha256.of(inputs.name() + "\n" + name).substring(0, ID_DIGITS);
        Path run = experiment.resolve(id);
        long from = arm.training().map(training -> start(training.record())).orElse(time);
        long to = from
                + arm.training()
                        .map(training -> Math.round(1000 * training.record().seconds()))
                        .orElse(0L);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("artifact_uri", run.resolve("artifacts").toUri().toString());
        meta.put("end_time", to);
        meta.put("entry_point_name", "");
        meta.put("experiment_id", experimentId);
        meta.put("lifecycle_stage", "active");
        meta.put("run_id", id);
        meta.put("run_name", name);
        meta.put("run_uuid", id);
        meta.put("source_name", "");
        meta.put("source_type", 4);
        meta.put("source_version", "");
        meta.put("start_time", from);
        meta.put("status", 3);
        meta.put("tags", List.of());
        meta.put("user_id", "reformatted");
        yaml(run.resolve("meta.yaml"), meta);
        TextFiles.writeAtomically(
                run.resolve("artifacts/report.txt"),
                "The answers, checkpoints and report are in the experiment's folder.\n");
        file(run, "tags", "mlflow.runName", name);
        arm.training().ifPresent(training -> training(training, run));
        arm.evaluations()
                .forEach((task, evaluation) -> evaluation
                        .result()
                        .policies()
                        .forEach((policy, score) -> metric(run, task + "." + policy, to, score.value(), 0)));
    }

    private static void training(TrainedArm.Training training, Path run) {
        ArtifactRecord record = training.record();
        file(run, "tags", "mlflow.source.git.commit", record.gitCommit());
        file(run, "tags", "fingerprint", record.fingerprint());
        record.versions().forEach((name, version) -> file(run, "tags", "version." + name, version));
        file(run, "params", "seed", String.valueOf(training.seed()));
        parameters(run, "", record.config());
        Path metrics = training.folder().resolve("metrics.jsonl");
        if (Files.exists(metrics)) {
            losses(metrics, run.resolve("metrics/loss"), start(record));
        }
    }

    private static void losses(Path metrics, Path to, long time) {
        StringBuilder lines = new StringBuilder();
        try (Stream<JsonLines.Row> rows = JsonLines.read(metrics)) {
            rows.map(JsonLines.Row::node)
                    .forEach(row -> lines.append(time)
                            .append(' ')
                            .append(row.path("loss").asDouble(Double.NaN))
                            .append(' ')
                            .append(row.path("step").asLong())
                            .append('\n'));
        }
        TextFiles.writeAtomically(to, lines.toString());
    }

    private static void parameters(Path run, String prefix, @Nullable Object config) {
        if (config instanceof Map<?, ?> map) {
            map.forEach((key, value) -> parameters(run, prefix.isEmpty() ? key + "" : prefix + "." + key, value));
        } else if (config != null && !prefix.isEmpty()) {
            String text = config instanceof String string ? string : Json.line(config);
            file(run, "params", prefix, text.substring(0, Math.min(LONGEST_PARAMETER, text.length())));
        }
    }

    private static void metric(Path run, String name, long time, double value, int step) {
        if (Double.isFinite(value)) {
            TextFiles.writeAtomically(
                    run.resolve("metrics").resolve(safe(name)),
                    String.format(Locale.ROOT, "%d %s %d%n", time, value, step));
        }
    }

    private static void file(Path run, String kind, String name, String text) {
        TextFiles.writeAtomically(run.resolve(kind).resolve(safe(name)), Redactor.hide(text));
    }

    /** A name with only the characters that MLflow allows. */
    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9_.\\- ]", "_");
    }

    private static long start(ArtifactRecord record) {
        return Instant.parse(record.started()).toEpochMilli();
    }

    /** Writes a flat map as YAML; JSON scalars are also YAML. */
    private static void yaml(Path file, Map<String, Object> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append(key).append(": ").append(Json.line(value)).append('\n'));
        TextFiles.writeAtomically(file, text.toString());
    }
}
