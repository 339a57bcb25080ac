package org.reformatted.experiments.steps;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.step.ArtifactStore;
import org.reformatted.experiments.step.Fingerprints;
import org.reformatted.experiments.step.Step;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.config.BoundConfig;

/**
 * The steps of an experiment: realign, then for each arm its data, for each seed a finetune, for each task an evaluation and, where the
 * config names a judge, its judgment; last the report.
 */
public final class ExperimentGraph {
    private final ReportStep report;

    /**
     * Makes the steps.
     *
     * @param config the experiment
     * @param roots where its data and models lie
     * @param compute where it computes
     */
    public ExperimentGraph(ExperimentConfig config, Roots roots, Compute compute) {
        RealignStep realign = new RealignStep(config.realign(), roots, compute);
        Map<String, ArmDataStep> data = new LinkedHashMap<>();
        config.arms().forEach((arm, responses) -> data.put(arm, new ArmDataStep(arm, responses, realign)));
        List<ReportStep.Arm> arms = new ArrayList<>();
        for (long seed : config.trainingSeeds()) {
            ReportStep.Arm first = null;
            for (Map.Entry<String, ArmDataStep> rows : data.entrySet()) {
                if (config.trains(rows.getKey(), seed)) {
                    ReportStep.Arm arm = arm(config, seed, rows.getValue(), roots, compute, first);
                    arms.add(arm);
                    first = first == null ? arm : first;
                }
            }
        }
        report = new ReportStep(config, realign, arms);
    }

    private static ReportStep.Arm arm(
            ExperimentConfig config,
            long seed,
            ArmDataStep data,
            Roots roots,
            Compute compute,
            ReportStep.@Nullable Arm first) {
        FinetuneStep finetune = new FinetuneStep(config.finetune().withSeed(seed), data, roots, compute);
        Map<String, EvaluateStep> evaluations = new LinkedHashMap<>();
        Map<String, JudgeStep> judges = new LinkedHashMap<>();
        for (EvalConfig eval : config.evaluate()) {
            String task = eval.task();
            for (int i = 2; evaluations.containsKey(task); i++) {
                task = eval.task() + "-" + i;
            }
            EvaluateStep evaluated = new EvaluateStep(task, eval, finetune, roots);
            evaluations.put(task, evaluated);
            String name = task;
            JudgeStep.of(evaluated, first == null ? null : first.evaluations().get(task), roots)
                    .ifPresent(step -> judges.put(name, step));
        }
        return new ReportStep.Arm(data, finetune, evaluations, judges);
    }

    /**
     * The last step, which needs all others.
     *
     * @return the report
     */
    public Step report() {
        return report;
    }

    /**
     * What a config names and is not there, and what it names twice.
     *
     * @param bound the config
     * @param roots where its data and models should lie
     * @return a sentence a problem
     */
    public static List<String> problems(BoundConfig<ExperimentConfig> bound, Roots roots) {
        ExperimentConfig config = bound.value();
        List<String> problems = new ArrayList<>();
        check(
                bound,
                "realign.input.path",
                problems,
                () -> roots.dataFile(config.realign().input().path()));
        config.realign().checkpoints().forEach((what, checkpoint) -> {
            String place = "realign." + what + ".checkpoint.";
            check(bound, place + "path", problems, () -> roots.modelFolder(checkpoint.path()));
            check(bound, place + "template", problems, () -> LocalCheckpoints.template(checkpoint));
        });
        check(bound, "finetune.model", problems, () -> FinetuneStep.model(config.finetune(), roots));
        for (int i = 0; i < config.evaluate().size(); i++) {
            EvalConfig eval = config.evaluate().get(i);
            int before = problems.size();
            check(bound, "evaluate[" + i + "].data", problems, () -> EvalTasks.data(eval, roots::dataFile));
            if (problems.size() == before) {
                check(bound, "evaluate[" + i + "].shots", problems, () -> EvalTasks.create(eval, roots::dataFile));
            }
            if (eval.judge().isPresent() && problems.size() == before) {
                checkJudge(
                        bound, "evaluate[" + i + "].judge", eval, eval.judge().get(), problems, roots);
            }
        }
        if (problems.isEmpty()) {
            for (int i = 0; i < config.report().expect().size(); i++) {
                Expectation expected = config.report().expect().get(i);
                check(bound, "report.expect[" + i + "]", problems, () -> checkPolicy(expected, config, roots));
            }
        }
        return problems;
    }

    private static void checkJudge(
            BoundConfig<?> bound,
            String place,
            EvalConfig eval,
            JudgeConfig judge,
            List<String> problems,
            Roots roots) {
        int before = problems.size();
        Map<String, Optional<String>> files = new TreeMap<>(
                Map.of("replay", judge.replay(), "against", judge.against(), "references", judge.references()));
        files.forEach((field, file) ->
                file.ifPresent(name -> check(bound, place + "." + field, problems, () -> roots.dataFile(name))));
        if (problems.size() == before) {
            String what = judge.against().isPresent() ? place + ".against" : place;
            check(bound, what, problems, () -> JudgeStep.rehearse(eval, judge, roots));
        }
    }

    private static void checkPolicy(Expectation expected, ExperimentConfig config, Roots roots) {
        List<String> tasks = config.evaluate().stream().map(EvalConfig::task).toList();
        String named = expected.task().orElse(tasks.get(0));
        EvalConfig eval = config.evaluate().stream()
                .filter(task -> task.task().equals(named))
                .findFirst()
                .orElseThrow(() -> InputException.at(
                        "task", named, "one of " + String.join(", ", tasks), "name a task of evaluate"));
        List<String> policies = EvalTasks.create(eval, roots::dataFile).policies().stream()
                .map(AnswerPolicy::name)
                .toList();
        expected.policy().filter(policy -> !policies.contains(policy)).ifPresent(policy -> {
            throw InputException.at(
                    "policy", policy, "one of " + String.join(", ", policies), "name a policy of " + named);
        });
    }

    private static void check(BoundConfig<?> bound, String path, List<String> problems, Runnable look) {
        try {
            look.run();
        } catch (InputException | IllegalArgumentException e) {
            problems.add(bound.problem(path, path + ": " + e.getMessage()));
        }
    }

    /**
     * What a step would spend, before it runs.
     *
     * @param step one of the steps
     * @param store where artifacts are kept
     * @param fingerprints the identity of steps
     * @return a sentence of a step that asks a judge; nothing of any other
     */
    public static Optional<String> cost(Step step, ArtifactStore store, Fingerprints fingerprints) {
        return step instanceof JudgeStep judge
                ? Optional.of(JudgeCosts.sentence(
                        judge,
                        other -> store.find(other.name(), fingerprints.of(other))
                                .map(record -> store.folder(other.name(), record.fingerprint()))))
                : Optional.empty();
    }

    /**
     * Tells the findings and where the report stands.
     *
     * @param artifacts the finished folders, by step name
     * @param store where they are kept
     * @param out where to tell
     */
    public void tell(Map<String, Path> artifacts, ArtifactStore store, PrintStream out) {
        Path folder = artifacts.get(report.name());
        if (folder == null) {
            throw new IllegalArgumentException("no report among " + artifacts.keySet());
        }
        ReportStep.Result result = Json.read(folder.resolve(ReportStep.RESULT), ReportStep.Result.class);
        result.lines().forEach(out::println);
        out.println("report: " + folder.resolve("report.html"));
    }
}
