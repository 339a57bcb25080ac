package org.reformatted.experiments.steps;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.step.Step;
import org.reformatted.experiments.step.StepContext;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.realign.config.ConfigTree;

/** Asks a finetuned checkpoint the samples of a task and scores its answers. */
record EvaluateStep(String task, EvalConfig eval, FinetuneStep finetune, Roots roots) implements Step {
    @Override
    public String name() {
        return finetune.name().replaceFirst("finetune", "evaluate") + "-" + task;
    }

    @Override
    public int recipe() {
        return 100 * LlamaChatModel.VERSION
                + EvalTasks.create(eval, roots::dataFile).version();
    }

    @Override
    public Object config() {
        return ConfigTree.identityFields(eval.withoutJudge());
    }

    @Override
    public Map<String, Path> inputs() {
        Map<String, Path> inputs = roots.files(eval.withoutJudge());
        inputs.put("data", EvalTasks.data(eval, roots::dataFile));
        EvalTasks.file(eval, roots::dataFile).ifPresent(file -> inputs.put("task", file));
        return inputs;
    }

    @Override
    public List<Step> dependencies() {
        return List.of(finetune);
    }

    /** What is asked. */
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
        EvalResult result = finetune.trained(context.artifact(finetune))
                .evaluate(asked, eval.withoutJudge(), context.out(), context.progress());
        Map<String, Object> scores = new TreeMap<>(Map.of("n", result.n()));
        result.policies().forEach((policy, score) -> scores.put(policy, value(score)));
        return scores;
    }

    private static Object value(Score score) {
        return Double.isNaN(score.value()) ? "undefined" : score.value();
    }
}
