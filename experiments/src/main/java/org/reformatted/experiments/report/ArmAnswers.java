package org.reformatted.experiments.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.Prediction;

/**
 * One arm's answers to a task with the verdicts of each policy and of a judge, by sample.
 *
 * @param arm the arm
 * @param evaluation the artifact with its scores
 * @param predictions the answers, in the order of the samples
 * @param verdicts the verdicts by sample and policy
 * @param judgments the rows of a judge's report, by sample
 */
record ArmAnswers(
        TrainedArm arm,
        Evaluation evaluation,
        Map<String, Prediction> predictions,
        Map<String, Map<String, Verdict>> verdicts,
        Map<String, List<Map<String, Object>>> judgments) {
    /** Reads an arm's answers; absent if the arm was not evaluated on the task. */
    static Optional<ArmAnswers> of(TrainedArm arm, String task) {
        return Optional.ofNullable(arm.evaluations().get(task)).map(evaluation -> {
            Map<String, Map<String, Verdict>> verdicts = new LinkedHashMap<>();
            evaluation.result().examples().forEach(example -> verdicts.put(example.id(), example.verdicts()));
            Map<String, List<Map<String, Object>>> judgments = evaluation.judged().stream()
                    .flatMap(found -> found.report().rows().stream())
                    .collect(Collectors.groupingBy(row -> String.valueOf(row.get("id"))));
            return new ArmAnswers(arm, evaluation, evaluation.predictions(), verdicts, judgments);
        });
    }

    EvalResult result() {
        return evaluation.result();
    }

    String name() {
        return arm.arm() + arm.seedSuffix();
    }

    Verdict verdict(String id, String policy) {
        return verdicts.getOrDefault(id, Map.of()).getOrDefault(policy, Verdict.UNPARSED);
    }

    /** The value for paired comparisons. If no answer was extracted, the answer counts as wrong, and the value of a measure is absent. */
    OptionalDouble value(String id, String policy) {
        Verdict verdict = verdict(id, policy);
        Score score = result().policies().get(policy);
        boolean share = score != null && score.unit().equals(Score.PERCENT);
        return verdict.parsed()
                ? OptionalDouble.of(verdict.score())
                : share ? OptionalDouble.of(0) : OptionalDouble.empty();
    }

    boolean isCut(String id) {
        Prediction prediction = predictions.get(id);
        return prediction != null && prediction.cutAtLimit();
    }

    List<Map<String, Object>> judgments(String id) {
        return judgments.getOrDefault(id, List.of());
    }

    /** A judge's result for a sample: w, t or l for won, tied and lost comparisons over its turns, r for a rating, n for no verdict. */
    String judged(String id) {
        int lead = 0;
        boolean decided = false;
        for (Map<String, Object> row : judgments(id)) {
            if (row.get("rating") instanceof Number) {
                return "r";
            }
            double percent = Judged.value(row);
            decided |= !Double.isNaN(percent);
            lead += percent > 50 ? 1 : percent < 50 ? -1 : 0;
        }
        return !decided ? "n" : lead > 0 ? "w" : lead < 0 ? "l" : "t";
    }
}
