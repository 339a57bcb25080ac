package org.reformatted.eval.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.eval.answer.ChoiceLikelihoods;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.LogLikelihoodModel;

/** Scores the choices of every sample of a task by a model's likelihood; the model generates no text. */
public final class ChoiceEvaluator {
    private ChoiceEvaluator() {}

    /**
     * Evaluates a model. It writes the same files as {@link Evaluator#evaluate} and resumes in the same way. Each choice is scored as the
     * continuation of its context and a space, as raw text without a chat template.
     *
     * @param task a task that scores choices by likelihood
     * @param model computes the log-likelihoods
     * @param identity the identity of the model, as {@link org.reformatted.realign.llm.ChatModel#identity} returns it
     * @param config the number of samples
     * @param out the folder of {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}
     * @param progress reports each sample
     * @return the scores
     * @throws org.reformatted.realign.base.InputException when a sample can't be used
     */
    public static EvalResult evaluate(
            EvalTask task, LogLikelihoodModel model, String identity, EvalConfig config, Path out, Progress progress) {
        Map<String, Sample> samples = new LinkedHashMap<>();
        Evaluator.samples(task, config).forEach(sample -> samples.put(sample.id(), sample));
        List<Prediction> predictions;
        try (PredictionLog log = PredictionLog.open(
                        out.resolve(PredictionLog.FILE), samples, identity, task, config.sampling());
                Progress.Task work = progress.start("evaluate " + task.name(), samples.size())) {
            for (Sample sample : samples.values()) {
                if (log.get(sample.id()).isEmpty()) {
                    log.add(weigh(sample, model, log.requestHash(sample)));
                }
                work.advance(1);
            }
            predictions = log.finish(samples.keySet());
        }
        EvalResult result = Evaluator.score(task, identity, config, predictions);
        result.write(out);
        return result;
    }

    private static Prediction weigh(Sample sample, LogLikelihoodModel model, String requestHash) {
        double[] weights = model.logLikelihoods(sample.choices().stream()
                .map(choice -> new LogLikelihoodModel.Pair(sample.question(), " " + choice))
                .toList());
        return new Prediction(
                sample.id(),
                sample.category(),
                sample.question(),
                ChoiceLikelihoods.write(sample.choices(), weights),
                FinishReason.STOP,
                false,
                List.of(),
                List.of(),
                sample.reference(),
                requestHash);
    }
}
