package org.reformatted.experiments.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.experiments.config.ArmConfig;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.OutsideArm;
import org.reformatted.experiments.config.Roots;
import org.reformatted.finetune.train.config.SftConfig;

/** Creates the steps of an experiment's arms, ordered by seed. An external arm is created once, among the arms of the first seed. */
final class ArmSteps {
    private final ExperimentConfig config;
    private final Roots roots;
    private final Compute compute;
    private final Map<String, RealignStep> realigned = new LinkedHashMap<>();
    private final Map<String, ArmRows> rows = new LinkedHashMap<>();
    private final List<ReportStep.ReportedArm> arms = new ArrayList<>();

    ArmSteps(ExperimentConfig config, Roots roots, Compute compute) {
        this.config = config;
        this.roots = roots;
        this.compute = compute;
        config.usedBlocks()
                .forEach((block, realign) -> realigned.put(block, new RealignStep(block, realign, roots, compute)));
        add();
    }

    /** The steps that realign, in the order of the config. */
    List<RealignStep> realigned() {
        return List.copyOf(realigned.values());
    }

    /** The arms with their steps, the first arm of the config first. */
    List<ReportStep.ReportedArm> arms() {
        return List.copyOf(arms);
    }

    private void add() {
        List<Optional<Long>> rounds = new ArrayList<>();
        config.trainingSeeds().forEach(seed -> rounds.add(Optional.of(seed)));
        if (rounds.isEmpty()) {
            rounds.add(Optional.empty());
        }
        String baseline = config.arms().keySet().iterator().next();
        ReportStep.@Nullable ReportedArm first = null;
        for (Optional<Long> seed : rounds) {
            for (Map.Entry<String, ArmConfig> arm : config.arms().entrySet()) {
                boolean once = !arm.getValue().isTrained() && seed.equals(rounds.get(0));
                if (once || seed.filter(s -> config.trains(arm.getKey(), s)).isPresent()) {
                    boolean isBaseline = arm.getKey().equals(baseline);
                    ReportStep.ReportedArm made =
                            arm(model(arm.getKey(), arm.getValue(), seed), isBaseline ? null : first);
                    arms.add(made);
                    first = isBaseline ? made : first;
                }
            }
        }
    }

    private ArmModel model(String name, ArmConfig arm, Optional<Long> seed) {
        return arm.match(
                responses -> trained(name, seed, () -> data(name, responses)),
                own -> trained(name, seed, () -> new OwnRowsStep(name, own.data(), roots)),
                outside -> outside(name, outside));
    }

    private ArmRows data(String name, ArmData responses) {
        String block = responses.block().orElse("");
        return new ArmDataStep(name, responses, Objects.requireNonNull(realigned.get(block), "checked by the config"));
    }

    private ArmModel trained(String name, Optional<Long> seed, java.util.function.Supplier<ArmRows> made) {
        SftConfig sft = config.finetune().orElseThrow().withSeed(seed.orElseThrow());
        return new ArmModel.Trained(
                new FinetuneStep(sft, rows.computeIfAbsent(name, arm -> made.get()), roots, compute));
    }

    private ArmModel outside(String name, OutsideArm arm) {
        return arm.model(config.finetune())
                .<ArmModel>map(model -> new ArmModel.OutsideModel(name, model, roots, compute))
                .orElseGet(() -> new ArmModel.Ready(name, arm.answers(), roots));
    }

    private ReportStep.ReportedArm arm(ArmModel model, ReportStep.@Nullable ReportedArm first) {
        Map<String, EvaluateStep> evaluations = new LinkedHashMap<>();
        Map<String, JudgeStep> judges = new LinkedHashMap<>();
        tasks(config).forEach((task, eval) -> {
            if (model.answers(task)) {
                EvaluateStep evaluated = new EvaluateStep(task, eval, model, roots);
                evaluations.put(task, evaluated);
                JudgeStep.of(
                                evaluated,
                                first == null ? null : first.evaluations().get(task),
                                roots,
                                compute)
                        .ifPresent(step -> judges.put(task, step));
            }
        });
        return new ReportStep.ReportedArm(model, evaluations, judges);
    }

    /** The tasks by their names in the experiment; the names differ even if one benchmark is used twice. */
    static Map<String, EvalConfig> tasks(ExperimentConfig config) {
        Map<String, EvalConfig> tasks = new LinkedHashMap<>();
        for (EvalConfig eval : config.evaluate()) {
            String label = EvalTasks.label(eval.task());
            String task = label;
            for (int i = 2; tasks.containsKey(task); i++) {
                task = label + "-" + i;
            }
            tasks.put(task, eval);
        }
        return tasks;
    }
}
