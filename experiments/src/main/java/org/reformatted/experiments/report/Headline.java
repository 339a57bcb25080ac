package org.reformatted.experiments.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.experiments.config.Expectation;

/**
 * A score that the report leads with: each task's by its default policy, and each that an expectation names.
 *
 * @param task the task
 * @param policy one of its policies
 * @param unit of the score
 * @param leads whether it is the task's default policy
 */
public record Headline(String task, String policy, String unit, boolean leads) {
    boolean is(String otherTask, String otherPolicy) {
        return task.equals(otherTask) && policy.equals(otherPolicy);
    }

    static List<Headline> of(List<TrainedArm> arms, List<Expectation> expected) {
        Set<Headline> headlines = new LinkedHashSet<>();
        for (TrainedArm arm : arms) {
            arm.evaluations().forEach((task, evaluation) -> {
                String policy = evaluation.result().defaultPolicy();
                Stream.concat(Stream.of(policy), named(task, expected))
                        .filter(evaluation.result().policies()::containsKey)
                        .forEach(name -> headlines.add(new Headline(
                                task, name, evaluation.result().score(name).unit(), name.equals(policy))));
            });
        }
        return List.copyOf(headlines);
    }

    private static Stream<String> named(String task, List<Expectation> expected) {
        return expected.stream()
                .filter(expectation -> expectation.task().orElse(task).equals(task))
                .flatMap(expectation -> expectation.policy().stream());
    }
}
