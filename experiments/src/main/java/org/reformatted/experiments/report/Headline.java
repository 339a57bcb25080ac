package org.reformatted.experiments.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.experiments.config.Expectation;

/**
 * A main score of the report: the score of each task with its default policy, the score of a judge if there is one, and each score that an
 * expectation names.
 *
 * @param task the task
 * @param policy one of its policies
 * @param unit the unit of the score
 * @param leads whether it is the task's default policy, or a judge's comparison
 */
public record Headline(String task, String policy, String unit, boolean leads) {
    boolean is(String otherTask, String otherPolicy) {
        return task.equals(otherTask) && policy.equals(otherPolicy);
    }

    static List<Headline> of(List<TrainedArm> arms, List<Expectation> expected) {
        Set<Headline> headlines = new LinkedHashSet<>();
        for (TrainedArm arm : arms) {
            arm.evaluations().forEach((task, evaluation) -> {
                Stream<String> judged = evaluation.judged().map(Judged::policy).stream();
                Stream.of(Stream.of(evaluation.result().defaultPolicy()), judged, named(task, expected))
                        .flatMap(names -> names)
                        .filter(evaluation.result().policies()::containsKey)
                        .forEach(policy -> headlines.add(of(task, policy, evaluation.result())));
            });
        }
        return List.copyOf(headlines);
    }

    private static Headline of(String task, String policy, EvalResult result) {
        String unit = result.score(policy).unit();
        return new Headline(task, policy, unit, policy.equals(result.defaultPolicy()) || unit.equals(Units.WIN_RATE));
    }

    private static Stream<String> named(String task, List<Expectation> expected) {
        return expected.stream()
                .filter(expectation -> expectation.task().orElse(task).equals(task))
                .flatMap(expectation -> expectation.policy().stream());
    }
}
