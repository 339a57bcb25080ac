package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.config.PaperSetting;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.Json;

/**
 * The inputs of a report by the names of artifacts. They are written next to the report, so that it can be created again only from a run's folder,
 * without the config, its data and its models.
 *
 * @param name see {@link ReportInputs}
 * @param description see {@link ReportInputs}
 * @param realigned the folders of realigned sets, by step
 * @param arms the arms
 * @param steps the folders of all steps, in the order in which they ran
 * @param papers see {@link ReportInputs}
 * @param repeats see {@link ReportInputs}
 * @param shares see {@link ReportInputs}
 * @param config see {@link ReportInputs}
 * @param expected see {@link ReportInputs}
 * @param shown see {@link ReportInputs}
 */
public record ReportSources(
        String name,
        String description,
        Map<String, String> realigned,
        List<SourceArm> arms,
        List<String> steps,
        List<String> papers,
        Optional<PaperSetting> repeats,
        Map<String, Double> shares,
        Object config,
        List<Expectation> expected,
        int shown) {
    /** The name of the file in a report's folder. */
    public static final String FILE = "sources.json";

    /**
     * An arm.
     *
     * @param arm its name
     * @param training its training; absent for an external arm
     * @param origin see {@link TrainedArm}
     * @param weights see {@link TrainedArm}
     * @param evaluations the evaluations by task
     */
    public record SourceArm(
            String arm,
            Optional<SourceTraining> training,
            Optional<String> origin,
            Optional<String> weights,
            Map<String, SourceAnswers> evaluations) {}

    /**
     * A training.
     *
     * @param seed its seed
     * @param data the folder of its rows
     * @param folder the folder of its checkpoint
     */
    public record SourceTraining(long seed, String data, String folder) {}

    /**
     * An evaluation.
     *
     * @param folder the folder of its answers
     * @param judged the folder of a judge's report
     * @param against the opponent in a judge's comparisons
     */
    public record SourceAnswers(String folder, Optional<String> judged, Optional<String> against) {}

    static ReportSources of(ReportInputs inputs) {
        Map<String, String> realigned = new LinkedHashMap<>();
        inputs.realigned().forEach((step, folder) -> realigned.put(step, name(folder)));
        return new ReportSources(
                inputs.name(),
                inputs.description(),
                realigned,
                inputs.arms().stream().map(ReportSources::arm).toList(),
                inputs.records().stream()
                        .map(record -> ArtifactStore.name(record.step(), record.fingerprint()))
                        .toList(),
                inputs.papers(),
                inputs.repeats(),
                inputs.shares(),
                inputs.config(),
                inputs.expected(),
                inputs.shown());
    }

    private static SourceArm arm(TrainedArm arm) {
        Map<String, SourceAnswers> evaluations = new LinkedHashMap<>();
        arm.evaluations()
                .forEach((task, one) -> evaluations.put(
                        task,
                        new SourceAnswers(
                                name(one.folder()),
                                one.judged().map(judged -> name(judged.folder())),
                                one.judged().flatMap(Judged::against))));
        return new SourceArm(
                arm.arm(),
                arm.training().map(one -> new SourceTraining(one.seed(), name(one.data()), name(one.folder()))),
                arm.origin(),
                arm.weights(),
                evaluations);
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    /**
     * Reads the artifacts.
     *
     * @param run the folder of the artifacts
     * @return the inputs of a report
     */
    public ReportInputs open(Path run) {
        Map<String, Path> sets = new LinkedHashMap<>();
        realigned.forEach((step, folder) -> sets.put(step, run.resolve(folder)));
        return new ReportInputs(
                name,
                description,
                sets,
                arms.stream().map(arm -> open(arm, run)).toList(),
                steps.stream().map(folder -> record(run.resolve(folder))).toList(),
                papers,
                repeats,
                shares,
                config,
                expected,
                shown);
    }

    private static TrainedArm open(SourceArm arm, Path run) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        arm.evaluations.forEach((task, asked) -> {
            Path folder = run.resolve(asked.folder);
            Evaluation evaluation = new Evaluation(folder, EvalResult.read(folder));
            evaluations.put(
                    task,
                    asked.judged
                            .map(judged -> evaluation.with(Judged.read(run.resolve(judged), asked.against)))
                            .orElse(evaluation));
        });
        return new TrainedArm(
                arm.arm,
                arm.training.map(one -> new TrainedArm.Training(
                        one.seed, run.resolve(one.data), run.resolve(one.folder), record(run.resolve(one.folder)))),
                arm.origin,
                arm.weights,
                evaluations);
    }

    private static ArtifactRecord record(Path folder) {
        return Json.read(folder.resolve(ArtifactRecord.FILE), ArtifactRecord.class);
    }
}
