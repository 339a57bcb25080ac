package org.reformatted.experiments.graph;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.EndpointConfig;

/**
 * The steps of an experiment: realign, then for each arm that is trained its data, for each seed a finetune, for each arm and task an
 * evaluation and, where the config names a judge, its judgment; last the report.
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
        ArmSteps steps = new ArmSteps(config, roots, compute);
        report = new ReportStep(config, steps.realigned(), steps.arms());
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
        problems.addAll(missing(bound, config, roots));
        for (int i = 0; i < config.evaluate().size(); i++) {
            checkEvaluation(bound, "evaluate[" + i + "]", config.evaluate().get(i), problems, roots);
        }
        config.arms()
                .forEach((name, arm) -> arm.outside()
                        .ifPresent(outside -> checkAnswers(bound, "arms." + name, outside, problems, roots)));
        if (problems.isEmpty()) {
            checkStepNames(bound, new ExperimentGraph(config, roots, new Compute("cpu", 1, 1)), problems);
            for (int i = 0; i < config.report().expect().size(); i++) {
                Expectation expected = config.report().expect().get(i);
                check(bound, "report.expect[" + i + "]", problems, () -> checkPolicy(expected, config, roots));
            }
        }
        return problems;
    }

    /**
     * What a part of a config names and is not there, templates that are unknown, addresses that are none.
     *
     * @param bound the config, whose lines problems name
     * @param config the part
     * @param roots where its data and models should lie
     * @return a sentence a problem
     */
    public static List<String> missing(BoundConfig<?> bound, Record config, Roots roots) {
        List<String> problems = new ArrayList<>();
        for (ConfigFile file : ConfigFile.of(config)) {
            check(bound, bound.written(file.key()), problems, () -> roots.find(file));
        }
        LocalCheckpoints.of(config).forEach((key, checkpoint) -> {
            check(bound, key + ".template", problems, () -> LocalCheckpoints.template(checkpoint));
        });
        Map<String, EndpointConfig> endpoints = ConfigTree.parts(config, EndpointConfig.class);
        endpoints.forEach((key, endpoint) ->
                check(bound, bound.written(key), problems, () -> endpoint.checkEnvironment(System.getenv())));
        checkNames(bound, endpoints, problems);
        return problems;
    }

    /** Answers are kept by the model's name, so one name at two addresses would mix the answers of two models. */
    private static void checkNames(BoundConfig<?> bound, Map<String, EndpointConfig> endpoints, List<String> problems) {
        Map<String, String> first = new HashMap<>();
        endpoints.forEach((key, endpoint) -> {
            String before = first.putIfAbsent(endpoint.name(), key);
            EndpointConfig same = before == null ? endpoint : endpoints.getOrDefault(before, endpoint);
            if (!same.baseUrl().equals(endpoint.baseUrl())
                    || !same.baseUrlVariable().equals(endpoint.baseUrlVariable())) {
                problems.add(bound.problem(
                        bound.written(key),
                        key + ".name (" + endpoint.name() + ") is the name of the model of " + before
                                + " too, at another address; answers are kept by the name, so give the two models"
                                + " different names"));
            }
        });
    }

    /** Whether a file of answers is of a task of the experiment and has an answer to every sample. */
    private static void checkAnswers(
            BoundConfig<ExperimentConfig> bound, String place, OutsideArm arm, List<String> problems, Roots roots) {
        Map<String, EvalConfig> tasks = ArmSteps.tasks(bound.value());
        arm.answers()
                .forEach((task, file) -> check(bound, place + ".predictions." + task, problems, () -> {
                    EvalConfig eval = tasks.get(task);
                    if (eval == null) {
                        throw InputException.at(
                                "task", task, "one of " + String.join(", ", tasks.keySet()), "name a task of evaluate");
                    }
                    new SavedAnswers(roots.dataFile(file)).read(EvalTasks.create(eval, roots::dataFile), eval);
                }));
    }

    /** Two steps of one name would be taken for one: the arms a and a-seed1, or the task of one arm's name. */
    private static void checkStepNames(BoundConfig<?> bound, ExperimentGraph graph, List<String> problems) {
        Map<String, Step> named = new HashMap<>();
        Set<String> twice = new TreeSet<>();
        for (Step step : graph.report.dependencies()) {
            Step other = named.putIfAbsent(step.name(), step);
            if (other != null && !other.equals(step)) {
                twice.add(step.name());
            }
        }
        if (!twice.isEmpty()) {
            problems.add(bound.problem(
                    "arms",
                    "arms: two steps would have one name (" + String.join(", ", twice)
                            + "), for an arm's name ends as another's with its seed or task; rename one of the arms"));
        }
    }

    /** Looks into the files of an evaluation when all of them were found. */
    private static void checkEvaluation(
            BoundConfig<?> bound, String place, EvalConfig eval, List<String> problems, Roots roots) {
        boolean found = ConfigFile.of(eval).stream().allMatch(file -> isFound(file, roots));
        int before = problems.size();
        if (eval.data().isEmpty()) {
            check(bound, place + ".data", problems, () -> EvalTasks.data(eval, roots::dataFile));
        }
        if (found && problems.size() == before) {
            boolean fewShots = eval.shots() > 0;
            check(
                    bound,
                    place + (fewShots ? ".shots" : ".task"),
                    problems,
                    () -> EvalTasks.create(eval, roots::dataFile));
        }
        if (found && problems.size() == before) {
            eval.judge().ifPresent(judge -> {
                String what = place + (judge.against().isPresent() ? ".judge.against" : ".judge");
                check(bound, what, problems, () -> JudgeStep.rehearse(eval, judge, roots, new JudgeCost()));
            });
        }
    }

    private static boolean isFound(ConfigFile file, Roots roots) {
        try {
            roots.find(file);
            return true;
        } catch (InputException e) {
            return false;
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
     * Prints the findings and where the report is.
     *
     * @param artifacts the finished folders, by step name
     * @param store where they are kept
     * @param out where to print
     */
    public void print(Map<String, Path> artifacts, ArtifactStore store, PrintStream out) {
        Path folder = artifacts.get(report.name());
        if (folder == null) {
            throw new IllegalArgumentException("no report among " + artifacts.keySet());
        }
        ReportStep.Result result = Json.read(folder.resolve(ReportStep.RESULT), ReportStep.Result.class);
        result.lines().forEach(out::println);
        out.println("report: " + folder.resolve("report.html"));
    }
}
