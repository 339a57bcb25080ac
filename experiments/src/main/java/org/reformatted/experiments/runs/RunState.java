package org.reformatted.experiments.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.score.Scorer;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/**
 * The progress of a run, read from the files that it writes.
 *
 * @param name the experiment's name
 * @param steps the planned steps in order; without a plan the steps that have a folder
 * @param finished the number of finished steps
 */
public record RunState(String name, List<StepState> steps, long finished) {
    /** The file with the plan of a run, with the steps in the order in which they run. */
    public static final String PLAN = "plan.json";

    private static final int POINTS = 200;

    /**
     * A planned step.
     *
     * @param folder the name of its artifact's folder
     */
    public record Planned(String folder) {}

    /**
     * The state of a step.
     *
     * @param name its folder's name
     * @param state done; running; interrupted, if no process continues it; handed over, if a training waits for another program; or waiting, if it
     *     has not started
     * @param seconds the time it took; absent until it is done
     * @param progress its progress: steps trained, rows or answers written, or the result it waits for; absent if nothing is known
     * @param losses at most {@value #POINTS} pairs of step and training loss
     * @param scores the score of each policy; for a running evaluation the score of the answers so far
     */
    public record StepState(
            String name,
            String state,
            @Nullable Double seconds,
            @Nullable String progress,
            List<List<Double>> losses,
            Map<String, Double> scores) {}

    /**
     * Writes the plan of a run.
     *
     * @param root the experiment's folder
     * @param folders the names of the artifacts' folders, in order
     */
    public static void plan(Path root, List<String> folders) {
        TextFiles.writeAtomically(
                root.resolve(PLAN),
                Json.pretty(folders.stream().map(Planned::new).toList()));
    }

    /**
     * Reads the progress of a run.
     *
     * @param root the experiment's folder
     * @return the state of its steps
     */
    public static RunState read(Path root) {
        RunFolder run = RunFolder.read(root);
        Optional<Instant> since = FolderLock.heldSince(root);
        List<StepState> steps =
                folders(run).stream().map(folder -> step(run, folder, since)).toList();
        return new RunState(
                run.name(),
                steps,
                steps.stream().filter(step -> step.state().equals("done")).count());
    }

    private static List<String> folders(RunFolder run) {
        Path plan = run.root().resolve(PLAN);
        if (Files.exists(plan)) {
            return Stream.of(Json.read(plan, Planned[].class))
                    .map(Planned::folder)
                    .toList();
        }
        Stream<String> done = run.records().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().started()))
                .map(Map.Entry::getKey);
        return Stream.concat(done, run.unfinished().stream().map(name -> name.replace(ArtifactStore.PARTIAL, "")))
                .toList();
    }

    private static StepState step(RunFolder run, String folder, Optional<Instant> since) {
        ArtifactRecord record = run.records().get(folder);
        Path whole = run.root().resolve(folder);
        if (record != null) {
            return new StepState(folder, "done", record.seconds(), null, losses(whole), scores(record));
        }
        Path partial = run.root().resolve(folder + ArtifactStore.PARTIAL);
        if (!Files.isDirectory(partial)) {
            return new StepState(folder, "waiting", null, null, List.of(), Map.of());
        }
        List<List<Double>> losses = losses(partial);
        Path awaited = partial.resolve(ArtifactStore.WAITING);
        if (Files.exists(awaited)) {
            String what = TextFiles.readString(awaited).strip();
            return new StepState(folder, "handed over", null, what, losses, Map.of());
        }
        return new StepState(
                folder,
                since.filter(start -> isAtWork(partial, start)).isPresent() ? "running" : "interrupted",
                null,
                progress(partial, losses),
                losses,
                running(folder, partial));
    }

    /** Whether a step was started or continued since the current run started; a step updates the time of its folder when it starts. */
    private static boolean isAtWork(Path partial, Instant start) {
        try {
            return !Files.getLastModifiedTime(partial).toInstant().isBefore(start);
        } catch (IOException e) {
            throw TextFiles.unreadable(partial, e);
        }
    }

    private static Map<String, Double> scores(ArtifactRecord record) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (record.step().startsWith("evaluate")) {
            record.result().forEach((policy, value) -> {
                if (value instanceof Number number && !policy.equals("n")) {
                    scores.put(policy, number.doubleValue());
                }
            });
        }
        return scores;
    }

    private static @Nullable String progress(Path partial, List<List<Double>> losses) {
        if (!losses.isEmpty()) {
            return "step " + Math.round(losses.get(losses.size() - 1).get(0));
        }
        for (String file : List.of("predictions.jsonl", "verdicts.jsonl", "recording.jsonl")) {
            int lines = completeLines(partial.resolve(file)).size();
            if (lines > 0) {
                return lines + (file.startsWith("verdicts") ? " rows" : " answers");
            }
        }
        return null;
    }

    private static List<List<Double>> losses(Path folder) {
        List<List<Double>> points = new ArrayList<>();
        for (String line : completeLines(folder.resolve("metrics.jsonl"))) {
            JsonNode row = row(line);
            if (row.path("step").isNumber() && row.path("loss").isNumber()) {
                points.add(List.of(row.path("step").asDouble(), row.path("loss").asDouble()));
            }
        }
        int each = (points.size() + POINTS - 1) / POINTS;
        List<List<Double>> thinned = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (each <= 1 || i % each == 0 || i == points.size() - 1) {
                thinned.add(points.get(i));
            }
        }
        return thinned;
    }

    private static JsonNode row(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InputException("a line of metrics.jsonl is not JSON: " + e.getOriginalMessage());
        }
    }

    /** The complete lines of a file. */
    private static List<String> completeLines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /** The scores of the answers so far; empty for a task that needs more than saved answers for scoring. */
    private static Map<String, Double> running(String folder, Path partial) {
        List<String> lines = completeLines(partial.resolve("predictions.jsonl"));
        Optional<String> task = EvalTasks.NAMES.stream()
                .filter(name -> folder.matches(".*-" + name + "(-\\d+)?-[0-9a-f]{8}"))
                .max(Comparator.comparing(String::length));
        if (lines.isEmpty() || task.isEmpty() || !folder.startsWith("evaluate")) {
            return Map.of();
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        try {
            Path copy = Files.createTempFile("answers", ".jsonl");
            try {
                Files.write(copy, lines);
                Scorer.answers(task.get(), copy, Optional.empty(), row -> {})
                        .policies()
                        .forEach((policy, score) -> scores.put(policy, score.value()));
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw TextFiles.unreadable(partial, e);
        } catch (InputException e) {
            return Map.of(); // scoring this task needs more than its saved answers
        }
        return scores;
    }
}
