package org.reformatted.eval.run;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.LogLikelihoodModel;

/**
 * A model that is evaluated, not yet opened: a checkpoint, a service's model or a recording. A task opens it as it needs it, to write answers
 * or to weigh choices.
 */
public interface EvaluatedModel {
    /**
     * Opens the model for conversations, and closes it behind the use.
     *
     * @param use what is done with it
     * @param <T> its result
     * @return the result
     */
    <T> T withChat(Function<ChatModel, T> use);

    /**
     * Opens the model for likelihoods of raw text, and closes it behind the use.
     *
     * @param use what is done with it and its identity
     * @param <T> its result
     * @return the result
     * @throws org.reformatted.realign.base.InputException when it reports no likelihoods
     */
    <T> T withLikelihoods(BiFunction<LogLikelihoodModel, String, T> use);

    /**
     * Evaluates the model on a task. A second call with the same folder goes on where the first one ended.
     *
     * @param task what is asked
     * @param config how many samples, and how answers are drawn
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
