package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.experiments.workflow.StepResources;
import org.reformatted.realign.config.ConfigTree;

/** Gets an arm's answers to the samples of a task and scores them. */
record EvaluateStep(String task, EvalConfig eval, ArmModel model, Roots roots) implements Step {
    @Override
    public String name() {
        return "evaluate-" + model.label() + "-" + task;
    }

    @Override
    public int recipe() {
        return 100 * model.version() + EvalTasks.create(eval, roots::dataFile).version();
    }

    @Override
    public Object config() {
        Map<String, @Nullable Object> config = ConfigTree.identityFields(eval.withoutJudge());
        config.putAll(model.identity());
        return config;
    }

    @Override
    public Map<String, Path> inputs() {
        Map<String, Path> inputs = roots.files(eval.withoutJudge());
        inputs.put("data", EvalTasks.data(eval, roots::dataFile));
        EvalTasks.file(eval, roots::dataFile).ifPresent(file -> inputs.put("task", file));
        inputs.putAll(model.inputs(task));
        return inputs;
    }

    @Override
    public List<Step> dependencies() {
        return model.dependencies();
    }

    @Override
    public StepResources needs() {
        return model.needs();
    }

    @Override
    public void requireReady() {
        model.requireReady();
    }

    /** The samples that the model answers. */
    List<Sample> samples() {
        return samples(eval, roots);
    }

    static List<Sample> samples(EvalConfig eval, Roots roots) {
        try (Stream<Sample> all = EvalTasks.create(eval, roots::dataFile).samples()) {
            return all.limit(eval.limit().orElse(Integer.MAX_VALUE)).toList();
        }
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        EvalTask asked = EvalTasks.create(eval, roots::dataFile);
        EvalResult result = model.evaluate(task, asked, eval.withoutJudge(), context);
        Map<String, Object> scores = new TreeMap<>(Map.of("n", result.n()));
        result.policies().forEach((policy, score) -> scores.put(policy, value(score)));
        return scores;
    }

    private static Object value(Score score) {
        return Double.isNaN(score.value()) ? "undefined" : score.value();
    }
}
