package org.reformatted.eval.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;

/**
 * Adds a system prompt at the start of every conversation. The prompt is part of the identity and therefore of a result's name.
 *
 * @param model the model that answers
 * @param prompt the system prompt
 */
public record SystemPromptModel(ChatModel model, String prompt) implements ChatModel {
    /** Checks the prompt. */
    public SystemPromptModel {
        Check.argument(!prompt.isBlank(), "system prompt must not be blank; leave it out for none");
    }

    @Override
    public String identity() {
        return model.identity() + ", system prompt \"" + prompt + "\"";
    }

    @Override
    public Completion complete(ChatRequest request) {
        return model.complete(prompted(request));
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        model.completeAll(requests.stream().map(this::prompted).toList(), whenDone);
    }

    private ChatRequest prompted(ChatRequest request) {
        List<Turn> turns = new ArrayList<>(List.of(new Turn(Role.SYSTEM, prompt)));
        turns.addAll(request.turns());
        return new ChatRequest(turns, request.sampling(), request.topLogprobs(), request.parameters());
    }

    @Override
    public void close() {
        model.close();
    }
}
