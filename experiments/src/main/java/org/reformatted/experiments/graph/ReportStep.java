package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.OutsideArm;
import org.reformatted.experiments.report.Evaluation;
import org.reformatted.experiments.report.Judged;
import org.reformatted.experiments.report.ReportInputs;
import org.reformatted.experiments.report.ReportWriter;
import org.reformatted.experiments.report.TrainedArm;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.config.ConfigTree;

/** Writes the report from the artifacts of all other steps. */
record ReportStep(ExperimentConfig experiment, List<RealignStep> realigned, List<ReportedArm> arms) implements Step {
    static final String RESULT = ReportWriter.FINDINGS;

    /** The steps of one arm; for a trained arm with one seed. */
    record ReportedArm(ArmModel model, Map<String, EvaluateStep> evaluations, Map<String, JudgeStep> judges) {}

    /** The lines that are printed at the end of a run. */
    record Result(List<String> lines) {}

    @Override
    public String name() {
        return "report";
    }

    @Override
    public int recipe() {
        return 7; // 7: a judge's comparisons are among the corrected tests, and win rates are scores
    }

    @Override
    public Object config() {
        return new TreeMap<>(Map.of( // a fixed order: that of Map.of differs between processes
                "name", experiment.name(),
                "description", experiment.description(),
                "arms", List.copyOf(experiment.arms().keySet()), // the first one is the baseline
                "tasks", List.copyOf(ArmSteps.tasks(experiment).keySet()), // expectations use the first by default
                "report", ConfigTree.identityFields(experiment.report())));
    }

    @Override
    public Map<String, Path> inputs() {
        return Map.of();
    }

    @Override
    public List<Step> dependencies() {
        List<Step> steps = new ArrayList<>(realigned);
        for (ReportedArm arm : arms) {
            arm.model.training().ifPresent(finetune -> {
                steps.add(finetune.data());
                steps.add(finetune);
            });
            steps.addAll(arm.evaluations.values());
            steps.addAll(arm.judges.values());
        }
        return steps.stream().distinct().toList();
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        ReportInputs inputs = new ReportInputs(
                experiment.name(),
                experiment.description(),
                blocks(context),
                arms.stream().map(arm -> reported(arm, context)).toList(),
                dependencies().stream()
                        .map(step -> record(context.artifact(step)))
                        .toList(),
                experiment.report().paper(),
                experiment.report().repeats(),
                shares(),
                Objects.requireNonNull(ConfigTree.of(experiment)),
                experiment.report().expect(),
                experiment.report().shown());
        List<String> findings = ReportWriter.write(inputs, context.out());
        return Map.of("findings", findings);
    }

    /** The share of realigned rows, for arms that have only original and realigned rows. */
    private Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        experiment.arms().forEach((arm, config) -> {
            if (config instanceof ArmData responses && responses.block().isEmpty()) {
                responses.realignedShare().ifPresent(share -> shares.put(arm, share));
            }
        });
        return shares;
    }

    private Map<String, Path> blocks(StepContext context) {
        Map<String, Path> blocks = new LinkedHashMap<>();
        realigned.forEach(step -> blocks.put(step.name(), context.artifact(step)));
        return blocks;
    }

    private TrainedArm reported(ReportedArm arm, StepContext context) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        arm.evaluations.forEach((task, step) -> {
            Path folder = context.artifact(step);
            Evaluation evaluation = new Evaluation(folder, EvalResult.read(folder));
            Optional<Judged> judged = Optional.ofNullable(arm.judges.get(task))
                    .map(judge -> Judged.read(context.artifact(judge), judge.opponent()));
            evaluations.put(task, judged.map(evaluation::with).orElse(evaluation));
        });
        return arm.model
                .training()
                .map(finetune -> trained(finetune, context, evaluations))
                .orElseGet(() -> outside(arm, evaluations));
    }

    private static TrainedArm trained(FinetuneStep finetune, StepContext context, Map<String, Evaluation> evaluations) {
        Path folder = context.artifact(finetune);
        TrainedArm.Training training = new TrainedArm.Training(
                finetune.sft().seed(), context.artifact(finetune.data()), folder, record(folder));
        return new TrainedArm(
                finetune.data().arm(), Optional.of(training), finetune.data().origin(), Optional.empty(), evaluations);
    }

    private TrainedArm outside(ReportedArm arm, Map<String, Evaluation> evaluations) {
        String name = arm.model.arm();
        Optional<String> weights = evaluations.values().stream()
                .findFirst()
                .map(evaluation -> record(evaluation.folder()).inputs().get("arm.checkpoint.path"))
                .map(ArtifactRecord.Input::sha256);
        String origin = Objects.requireNonNull(experiment.arms().get(name))
                .match(responses -> "", rows -> "", OutsideArm::origin);
        return new TrainedArm(name, Optional.empty(), Optional.of(origin), weights, evaluations);
    }

    private static ArtifactRecord record(Path folder) {
        return Json.read(folder.resolve(ArtifactRecord.FILE), ArtifactRecord.class);
    }
}
