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
 * @param result its scores and verdicts, a judge's ratings among them
 * @param judged what a judge found, where one was asked
 */
public record Evaluation(Path folder, EvalResult result, Optional<Judged> judged) {
    /**
     * Answers that no judge saw.
     *
     * @param folder the artifact
     * @param result its scores and verdicts
     */
    public Evaluation(Path folder, EvalResult result) {
        this(folder, result, Optional.empty());
    }

    /**
     * The same with what a judge found.
     *
     * @param judgment the judge's
     * @return its ratings are among the scores
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
