package org.reformatted.eval.run;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.LogLikelihoodModel;

/**
 * A model to evaluate that is not yet opened: a checkpoint, a service's model or a recording. A task opens it for the use that it needs: to generate
 * answers or to score choices.
 */
public interface EvaluatedModel {
    /**
     * Opens the model for conversations, and closes it after the use.
     *
     * @param use a function of the opened model
     * @param <T> its result
     * @return the result
     */
    <T> T withChat(Function<ChatModel, T> use);

    /**
     * Opens the model for likelihoods of raw text, and closes it after the use.
     *
     * @param use a function of the opened model and its identity
     * @param <T> its result
     * @return the result
     * @throws org.reformatted.realign.base.InputException when the model reports no likelihoods
     */
    <T> T withLikelihoods(BiFunction<LogLikelihoodModel, String, T> use);

    /**
     * Evaluates the model on a task. A second call with the same folder resumes where the first one ended.
     *
     * @param task the task
     * @param config number of samples, and how answers are sampled
     * @param out the folder of {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}
     * @param progress reports each answer
     * @return the scores
     */
    default EvalResult evaluate(EvalTask task, EvalConfig config, Path out, Progress progress) {
        return task.weighsChoices()
                ? withLikelihoods(
                        (model, identity) -> ChoiceEvaluator.evaluate(task, model, identity, config, out, progress))
                : withChat(model -> Evaluator.evaluate(task, model, config, out, progress));
    }
}
