package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reformatted.eval.run.EvaluatedModel;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.LogLikelihoodModel;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.RecordedChatModel;

/**
 * A service's model or a recording to evaluate: it generates answers, but does not report likelihoods of raw text. The answers of a service are
 * recorded, so that they can be replayed.
 *
 * @param model the model
 * @param roots the folders of files and models
 * @param compute the device of a checkpoint
 * @param answers the file that stores a service's answers
 * @param out the folder of the results
 */
public record ServiceModel(ModelConfig model, Roots roots, Compute compute, Path answers, Path out)
        implements EvaluatedModel {
    /** The name of the file of a service's answers in a folder of results. */
    public static final String RECORDING = "recording.jsonl";

    /**
     * Creates a model of any kind for evaluation.
     *
     * @param model the model
     * @param roots the folders of files and models
     * @param compute the device of a checkpoint
     * @param answers the file that stores a service's answers
     * @param out the folder of the results
     * @return the model, not yet opened
     */
    public static EvaluatedModel of(ModelConfig model, Roots roots, Compute compute, Path answers, Path out) {
        return model instanceof CheckpointConfig checkpoint
                ? new LocalCheckpoints(roots, compute).evaluated(checkpoint)
                : new ServiceModel(model, roots, compute, answers, out);
    }

    @Override
    public <T> T withChat(Function<ChatModel, T> use) {
        try (AnswerStore store = AnswerStore.open(answers);
                ChatModel opened = open(store)) {
            return use.apply(opened);
        }
    }

    private ChatModel open(AnswerStore store) {
        ChatModel opened = model.open(access(store));
        return model.kind() == ModelConfig.Kind.ENDPOINT
                ? RecordedChatModel.recording(opened, out.resolve(RECORDING))
                : opened;
    }

    private ModelAccess access(AnswerStore store) {
        return new ModelAccess(roots::dataFile, new LocalCheckpoints(roots, compute), System.getenv(), store);
    }

    @Override
    public <T> T withLikelihoods(BiFunction<LogLikelihoodModel, String, T> use) {
        throw new InputException("this task compares choices by the likelihood of raw text, which "
                + (model.kind() == ModelConfig.Kind.ENDPOINT ? "a service" : "a recording")
                + " does not report; choose mmlu-cot or bbh, or evaluate a checkpoint");
    }
}
