package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reformatted.eval.run.EvaluatedModel;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.LogLikelihoodModel;

/**
 * A local checkpoint that is evaluated.
 *
 * @param folder a Hugging Face folder
 * @param template the chat template it was trained with
 * @param options the device, threads, batch size and number type of generation
 */
public record EvaluatedCheckpoint(Path folder, ChatTemplate template, GenerationOptions options)
        implements EvaluatedModel {
    @Override
    public <T> T withChat(Function<ChatModel, T> use) {
        try (ChatModel model = LlamaChatModel.open(folder, template, options)) {
            return use.apply(model);
        }
    }

    @Override
    public <T> T withLikelihoods(BiFunction<LogLikelihoodModel, String, T> use) {
        try (TextGenerator model = TextGenerator.open(folder, options)) {
            return use.apply(model, model.identity());
        }
    }
}
