package org.reformatted.experiments.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.judge.JudgeCost;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.SavedAnswers;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.OutsideArm;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigFile;

/** Checks an experiment's config after it is read: missing inputs, unknown names, and step names that occur twice. */
public final class ExperimentChecks {
    private final BoundConfig<ExperimentConfig> bound;
    private final ExperimentConfig config;
    private final Roots roots;
    private final ProblemList problems;

    private ExperimentChecks(BoundConfig<ExperimentConfig> bound, Roots roots) {
        this.bound = bound;
        this.config = bound.value();
        this.roots = roots;
        this.problems = new ProblemList(bound);
    }

    /**
     * Finds problems.
     *
     * @param bound the config
     * @param roots the folders of its data and models
     * @return one sentence for each problem
     */
    public static List<String> problems(BoundConfig<ExperimentConfig> bound, Roots roots) {
        ExperimentChecks checks = new ExperimentChecks(bound, roots);
        checks.run();
        return checks.problems.sentences();
    }

    private void run() {
        MissingInputs.check(bound, config, roots, problems);
        for (int i = 0; i < config.evaluate().size(); i++) {
            checkEvaluation("evaluate[" + i + "]", config.evaluate().get(i));
        }
        config.arms().forEach((name, arm) -> arm.outside().ifPresent(outside -> checkAnswers("arms." + name, outside)));
        if (problems.size() == 0) {
            checkStepNames(new ExperimentGraph(config, roots, new Compute("cpu", 1, 1)).report());
            for (int i = 0; i < config.report().expect().size(); i++) {
                Expectation expected = config.report().expect().get(i);
                problems.check("report.expect[" + i + "]", () -> requirePolicy(expected));
            }
        }
    }

    /** Checks the content of the files of an evaluation if all of them exist. */
    private void checkEvaluation(String place, EvalConfig eval) {
        boolean found = ConfigFile.of(eval).stream().allMatch(this::isFound);
        int before = problems.size();
        if (eval.data().isEmpty()) {
            problems.check(place + ".data", () -> EvalTasks.data(eval, roots::dataFile));
        }
        if (found && problems.size() == before) {
            boolean fewShots = eval.shots() > 0;
            problems.check(place + (fewShots ? ".shots" : ".task"), () -> EvalTasks.create(eval, roots::dataFile));
        }
        if (found && problems.size() == before) {
            eval.judge().ifPresent(judge -> {
                String what = place + (judge.against().isPresent() ? ".judge.against" : ".judge");
                problems.check(what, () -> JudgeStep.rehearse(eval, judge, roots, new JudgeCost()));
            });
        }
    }

    private boolean isFound(ConfigFile file) {
        try {
            roots.find(file);
            return true;
        } catch (InputException e) {
            return false;
        }
    }

    /** Checks that a file of answers belongs to a task of the experiment and has an answer to every sample. */
    private void checkAnswers(String place, OutsideArm arm) {
        Map<String, EvalConfig> tasks = ArmSteps.tasks(config);
        arm.answers()
                .forEach((task, file) -> problems.check(place + ".predictions." + task, () -> {
                    EvalConfig eval = tasks.get(task);
                    if (eval == null) {
                        throw InputException.at(
                                "task", task, "one of " + String.join(", ", tasks.keySet()), "name a task of evaluate");
                    }
                    new SavedAnswers(roots.dataFile(file)).read(EvalTasks.create(eval, roots::dataFile), eval);
                }));
    }

    /** Checks that step names differ, because two steps with the same name would be treated as one, for example of the arms a and a-seed1. */
    private void checkStepNames(Step report) {
        Map<String, Step> named = new HashMap<>();
        Set<String> twice = new TreeSet<>();
        for (Step step : report.dependencies()) {
            Step other = named.putIfAbsent(step.name(), step);
            if (other != null && !other.equals(step)) {
                twice.add(step.name());
            }
        }
        if (!twice.isEmpty()) {
            problems.add(
                    "arms",
                    "arms: two steps would have the same name (" + String.join(", ", twice)
                            + "), because the name of one arm equals that of another arm with its seed or task;"
                            + " rename one of the arms");
        }
    }

    private void requirePolicy(Expectation expected) {
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
}
