package org.reformatted.experiments.steps;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.report.Evaluation;
import org.reformatted.experiments.report.Judged;
import org.reformatted.experiments.report.ReportInputs;
import org.reformatted.experiments.report.ReportWriter;
import org.reformatted.experiments.report.TrainedArm;
import org.reformatted.experiments.step.ArtifactRecord;
import org.reformatted.experiments.step.Step;
import org.reformatted.experiments.step.StepContext;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigTree;

/** Writes the report from all other steps' artifacts. */
record ReportStep(ExperimentConfig experiment, RealignStep realign, List<Arm> arms) implements Step {
    static final String RESULT = "findings.json";

    /** The steps of one arm with one seed. */
    record Arm(
            ArmDataStep data,
            FinetuneStep finetune,
            Map<String, EvaluateStep> evaluations,
            Map<String, JudgeStep> judges) {}

    /** What is printed when a run ends. */
    record Result(List<String> lines) {}

    @Override
    public String name() {
        return "report";
    }

    @Override
    public int recipe() {
        return 6; // 6: one corrected verdict over seeds, differences.jsonl, samples in the page
    }

    @Override
    public Object config() {
        return Map.of(
                "name", experiment.name(),
                "description", experiment.description(),
                "report", ConfigTree.identityFields(experiment.report()));
    }

    @Override
    public Map<String, Path> inputs() {
        return Map.of();
    }

    @Override
    public List<Step> dependencies() {
        List<Step> steps = new ArrayList<>(List.of(realign));
        for (Arm arm : arms) {
            steps.add(arm.data);
            steps.add(arm.finetune);
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
                context.artifact(realign),
                arms.stream().map(arm -> trained(arm, context)).toList(),
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
        TextFiles.writeAtomically(context.out().resolve(RESULT), Json.pretty(new Result(findings)));
        return Map.of("findings", findings);
    }

    /** The share of realigned rows of arms that hold original and realigned rows alone. */
    private Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        experiment.arms().forEach((arm, data) -> {
            if (data instanceof ArmData.Original) {
                shares.put(arm, 0.0);
            } else if (data instanceof ArmData.Realigned realigned) {
                shares.put(arm, realigned.share());
            }
        });
        return shares;
    }

    private static TrainedArm trained(Arm arm, StepContext context) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        arm.evaluations.forEach((task, step) -> {
            Path folder = context.artifact(step);
            Evaluation evaluation = new Evaluation(folder, EvalResult.read(folder));
            Optional<Judged> judged = Optional.ofNullable(arm.judges.get(task))
                    .map(judge -> Judged.read(context.artifact(judge), judge.opponent()));
            evaluations.put(task, judged.map(evaluation::with).orElse(evaluation));
        });
        Path folder = context.artifact(arm.finetune);
        return new TrainedArm(
                arm.data.arm(),
                arm.finetune.sft().seed(),
                context.artifact(arm.data),
                folder,
                record(folder),
                evaluations);
    }

    private static ArtifactRecord record(Path folder) {
        return Json.read(folder.resolve(ArtifactRecord.FILE), ArtifactRecord.class);
    }
}
