package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.Prediction;
import org.reformatted.realign.base.JsonLines;

/**
 * One arm's answers to one task, scored.
 *
 * @param folder the artifact
 * @param result its scores and verdicts, including a judge's ratings
 * @param judged the judge's result; absent if there is no judge
 */
public record Evaluation(Path folder, EvalResult result, Optional<Judged> judged) {
    /**
     * Creates an evaluation without a judge.
     *
     * @param folder the artifact
     * @param result its scores and verdicts
     */
    public Evaluation(Path folder, EvalResult result) {
        this(folder, result, Optional.empty());
    }

    /**
     * Adds a judge's result.
     *
     * @param judgment the judge's result
     * @return this evaluation with the judge's ratings among the scores
     */
    public Evaluation with(Judged judgment) {
        return new Evaluation(folder, judgment.on(result), Optional.of(judgment));
    }

    /** The raw answers, by the sample's id, in the order of the samples. */
    Map<String, Prediction> predictions() {
        Map<String, Prediction> byId = new LinkedHashMap<>();
        try (Stream<Prediction> rows = JsonLines.read(folder.resolve("predictions.jsonl"), Prediction.class)) {
            rows.forEach(prediction -> byId.put(prediction.id(), prediction));
        }
        return byId;
    }
}
