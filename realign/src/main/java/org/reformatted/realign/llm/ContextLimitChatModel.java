package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.reformatted.realign.data.Turn;

/**
 * Refuses requests that do not fit into the model's context, before they are sent. Tokens are estimated: one for four ASCII characters, one for two
 * other characters, and four per turn; a service that counts more tokens refuses the request itself.
 */
final class ContextLimitChatModel implements ChatModel {
    private static final int FRAME = 4;

    private final ChatModel model;
    private final int contextTokens;

    ContextLimitChatModel(ChatModel model, int contextTokens) {
        this.model = model;
        this.contextTokens = contextTokens;
    }

    /** Returns why a request is not sent; absent when it is sent. */
    static Optional<ChatModelException> refusal(ChatRequest request, int contextTokens) {
        long prompt = 0;
        for (Turn turn : request.turns()) {
            long ascii = turn.text().chars().filter(c -> c < 128).count();
            prompt += FRAME + ascii / 4 + (turn.text().length() - ascii) / 2;
        }
        int reply = request.sampling().maxNewTokens();
        return prompt + reply <= contextTokens
                ? Optional.empty()
                : Optional.of(new ChatModelException(
                        FailureCause.REFUSED,
                        String.format(
                                Locale.ROOT,
                                "the prompt has about %,d tokens and the reply may have %,d, more than the %,d of"
                                        + " contextTokens; the request was not sent",
                                prompt,
                                reply,
                                contextTokens)));
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        Optional<ChatModelException> refusal = refusal(request, contextTokens);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return model.complete(request);
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        Map<Integer, ChatModelException> failures = new LinkedHashMap<>();
        List<ChatRequest> fitting = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Optional<ChatModelException> refusal = refusal(requests.get(i), contextTokens);
            if (refusal.isPresent()) {
                failures.put(i, refusal.get());
            } else {
                fitting.add(requests.get(i));
                indices.add(i);
            }
        }
        try {
            if (!fitting.isEmpty()) {
                model.completeAll(fitting, (completion, i) -> whenDone.accept(completion, indices.get(i)));
            }
        } catch (PartialAnswerException e) {
            e.failures().forEach((i, failure) -> failures.put(indices.get(i), failure));
        }
        if (!failures.isEmpty()) {
            throw new PartialAnswerException(failures);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
