package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * Asks nothing twice: an answer is kept under the model's identity and every parameter of the request, and equal requests of one round
 * are sent once. Failures, and answers without any token, are not kept.
 */
public final class CachingChatModel implements ChatModel {
    private final ChatModel model;
    private final AnswerStore store;

    /**
     * Wraps a model.
     *
     * @param model who is asked what the store does not know
     * @param store the answers; closed by its owner
     */
    public CachingChatModel(ChatModel model, AnswerStore store) {
        this.model = model;
        this.store = store;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        String key = AnswerStore.key(identity(), request);
        return store.use(key, identity()).orElseGet(() -> keep(key, request, model.complete(request)));
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        Map<String, Unknown> unknown = new LinkedHashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            ChatRequest request = requests.get(i);
            String key = AnswerStore.key(identity(), request);
            Optional<Completion> kept = unknown.containsKey(key) ? Optional.empty() : store.use(key, identity());
            if (kept.isPresent()) {
                whenDone.accept(kept.get(), i);
            } else {
                unknown.computeIfAbsent(key, k -> new Unknown(key, request, new ArrayList<>()))
                        .indices
                        .add(i);
            }
        }
        ask(List.copyOf(unknown.values()), whenDone);
    }

    /** A request the store has no answer to, and the places at which it stands in the round. */
    private record Unknown(String key, ChatRequest request, List<Integer> indices) {}

    private void ask(List<Unknown> unknown, ObjIntConsumer<Completion> whenDone) {
        if (unknown.isEmpty()) {
            return;
        }
        try {
            model.completeAll(unknown.stream().map(Unknown::request).toList(), (completion, i) -> {
                Unknown asked = unknown.get(i);
                keep(asked.key, asked.request, completion);
                asked.indices.forEach(index -> whenDone.accept(completion, index));
            });
        } catch (PartialAnswerException e) {
            Map<Integer, ChatModelException> failures = new LinkedHashMap<>();
            e.failures().forEach((i, failure) -> unknown.get(i).indices.forEach(index -> failures.put(index, failure)));
            throw new PartialAnswerException(failures);
        }
    }

    private Completion keep(String key, ChatRequest request, Completion completion) {
        boolean nothing = completion.usage().completionTokens() == 0
                && completion.candidates().stream()
                        .anyMatch(candidate -> candidate.text().isBlank());
        if (!nothing) {
            store.put(key, identity(), request, completion);
        }
        return completion;
    }

    @Override
    public void close() {
        model.close();
    }
}
