package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.report.TrainedArm;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.experiments.workflow.StepResources;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.job.ExternalTraining;
import org.reformatted.finetune.train.SftRuntime;
import org.reformatted.finetune.train.SftSummary;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.config.ConfigTree;

/** Trains an arm. Its config is the same for all arms with the same seed; only the data step it depends on differs. */
record FinetuneStep(SftConfig sft, ArmRows data, Roots roots, Compute compute) implements Step {
    @Override
    public String name() {
        return "finetune-" + data.arm() + "-seed" + sft.seed();
    }

    @Override
    public int recipe() {
        return 5; // 4: start and end tokens as in the tokenizer's files; 5: RunFingerprint 7
    }

    @Override
    public Object config() {
        return ConfigTree.identityFields(sft);
    }

    @Override
    public Map<String, Path> inputs() {
        return roots.files(sft);
    }

    @Override
    public List<Step> dependencies() {
        return List.of(data);
    }

    @Override
    public StepResources needs() {
        return StepResources.of(true, Set.of(), Set.of());
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        SftInputs inputs = new SftInputs(
                model(sft, roots),
                sft.method().adapter().map(roots::modelFolder),
                new TrainingSource.ExamplesFile(
                        context.artifact(data).resolve(ArmRows.FILE), Optional.of("conversations")),
                Optional.empty());
        SftRuntime runtime = SftRuntime.of(compute.device(), compute.threads());
        SftSummary summary = ExternalTraining.run(found(), inputs, runtime, context.out(), context.progress());
        Map<String, Object> result = new TreeMap<>(Map.of(
                "steps", summary.steps(),
                "examples", summary.examples(),
                "skippedRows", summary.skippedRows(),
                "truncatedExamples", summary.truncatedExamples(),
                "unsupervisedExamples", summary.unsupervisedExamples(),
                "parameters", summary.parameters(),
                "firstLoss", summary.firstLoss(),
                "lastLoss", summary.lastLoss()));
        ExternalTraining.trainer(context.out()).ifPresent(trainer -> {
            result.put(TrainedArm.TRAINER, trainer.text());
            result.put("trainedOn", trainer.place());
        });
        return result;
    }

    /** The folder of the base model, or of the tokenizer if the model starts from random weights. */
    static Optional<Path> model(SftConfig sft, Roots roots) {
        return sft.model().folder().map(roots::modelFolder);
    }

    /** The trained checkpoint with the template and in the precision it was trained with. */
    EvaluatedCheckpoint trained(Path artifact) {
        return new EvaluatedCheckpoint(artifact.resolve("checkpoint"), found().template(), options());
    }

    /** The training config with resolved paths of its template's files. */
    SftConfig found() {
        return roots.found(sft);
    }

    private GenerationOptions options() {
        return GenerationOptions.of(
                compute.device(),
                compute.threads(),
                compute.batchRows(),
                sft.precision().type());
    }
}
