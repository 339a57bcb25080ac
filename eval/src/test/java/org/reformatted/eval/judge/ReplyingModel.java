package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.Usage;

/** A judge whose replies are a function of the prompt and the seed. */
record ReplyingModel(BiFunction<String, Long, String> reply, List<ChatRequest> asked) implements ChatModel {
    ReplyingModel(BiFunction<String, Long, String> reply) {
        this(reply, new ArrayList<>());
    }

    ReplyingModel(Function<String, String> reply) {
        this((prompt, seed) -> reply.apply(prompt), new ArrayList<>());
    }

    @Override
    public String identity() {
        return "stub";
    }

    @Override
    public Completion complete(ChatRequest request) {
        asked.add(request);
        String text =
                reply.apply(request.turns().get(0).text(), request.sampling().seed());
        return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), Usage.NONE, "stub");
    }
}
