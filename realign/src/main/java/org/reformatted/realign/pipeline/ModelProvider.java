package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.SharedServices;

/** Opens the language models of one run, keeps their answers in a store and computes their costs. */
final class ModelProvider implements AutoCloseable {
    private final ModelAccess access;
    private final AnswerStore answers;
    private final Map<String, Price> prices = new TreeMap<>();
    private final List<ChatModel> opened = new ArrayList<>();

    ModelProvider(
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            Path store,
            SharedServices shared) {
        this.answers = AnswerStore.open(store, shared.log());
        this.access = new ModelAccess(files, checkpoints, environment, answers, shared.limits());
    }

    ChatModel open(ModelConfig config) {
        ChatModel model = config.open(access);
        opened.add(model);
        config.knownPrice().ifPresent(price -> prices.put(model.identity(), price));
        return model;
    }

    RealignSummary.Ledger ledger() {
        return RealignSummary.Ledger.of(answers.used(), prices);
    }

    /** Closes every opened model, even if it was closed before, and then the answers. */
    @Override
    public void close() {
        opened.forEach(ChatModel::close);
        answers.close();
    }
}
