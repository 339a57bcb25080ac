package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.CachingChatModel;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.Price;

/** Opens language models for one run: their answers are kept in its folder and asked for once, and what they cost is known in the end. */
final class ModelDoor implements AutoCloseable {
    private final Map<String, String> environment;
    private final CheckpointConfig.Opener checkpoints;
    private final AnswerStore answers;
    private final Map<String, Price> prices = new TreeMap<>();
    private final List<ChatModel> opened = new ArrayList<>();

    ModelDoor(Map<String, String> environment, CheckpointConfig.Opener checkpoints, Path store) {
        this.environment = environment;
        this.checkpoints = checkpoints;
        this.answers = AnswerStore.open(store);
    }

    ChatModel open(EndpointConfig endpoint) {
        endpoint.knownPrice().ifPresent(price -> prices.put(endpoint.name(), price));
        return remembered(endpoint.open(environment, answers));
    }

    ChatModel open(CheckpointConfig checkpoint) {
        ChatModel model = remembered(checkpoints.open(checkpoint));
        prices.put(model.identity(), Price.FREE);
        return new CachingChatModel(model, answers);
    }

    private ChatModel remembered(ChatModel model) {
        opened.add(model);
        return model;
    }

    RealignSummary.Ledger ledger() {
        return RealignSummary.Ledger.of(answers.totals(), prices);
    }

    /** Closes every model that was opened, whoever has closed it already, and then the answers. */
    @Override
    public void close() {
        opened.forEach(ChatModel::close);
        answers.close();
    }
}
