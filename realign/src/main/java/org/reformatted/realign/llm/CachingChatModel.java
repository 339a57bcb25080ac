package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ObjIntConsumer;
import org.reformatted.realign.llm.SharedRequests.UnderWay;

/**
 * Sends no request twice. An answer is stored under the model's identity and every parameter of the request. Equal requests at the same time are sent
 * once, also when several models of this process store their answers in one file. Failures, and answers without any token, are not stored. A request
 * that failed for another model is sent by this model, because it has its own limits.
 */
public final class CachingChatModel implements ChatModel {
    private final ChatModel model;
    private final AnswerStore store;
    private final ConcurrentMap<String, UnderWay> underWay;

    /**
     * Wraps a model.
     *
     * @param model the model for requests without a stored answer
     * @param store the answers; closed by its owner
     */
    public CachingChatModel(ChatModel model, AnswerStore store) {
        this.model = model;
        this.store = store;
        this.underWay = store.shared().underWay();
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        String key = AnswerStore.key(identity(), request);
        UnderWay own = new UnderWay(this, new CompletableFuture<>());
        for (UnderWay other = underWay.putIfAbsent(key, own); other != null; other = underWay.putIfAbsent(key, own)) {
            Optional<Completion> answered = awaited(key, other);
            if (answered.isPresent()) {
                return answered.get();
            }
        }
        try {
            Completion completion =
                    store.use(key, identity()).orElseGet(() -> keep(key, request, model.complete(request)));
            own.answer().complete(completion);
            return completion;
        } catch (RuntimeException | Error e) {
            own.answer().completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key, own);
        }
    }

    /** Waits for the answer to an equal request that another thread has sent; empty if it failed for another model and is no longer in progress. */
    private Optional<Completion> awaited(String key, UnderWay other) {
        try {
            Completion completion = other.answer().get();
            return Optional.of(
                    other.sender() == this
                            ? completion
                            : store.use(key, identity()).orElse(completion));
        } catch (ExecutionException e) {
            if (other.sender() != this) {
                underWay.remove(key, other);
                return Optional.empty();
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("an equal request failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to go on");
        }
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        new CacheRound(whenDone).answer(requests);
    }

    /** A request without a stored answer, and its positions in the round. */
    private record Unknown(String key, ChatRequest request, List<Integer> indices, UnderWay sent) {}

    private final class CacheRound {
        private final ObjIntConsumer<Completion> whenDone;
        private final Map<String, Unknown> own = new LinkedHashMap<>();
        private final Map<String, Unknown> others = new LinkedHashMap<>();
        private final Map<Integer, ChatModelException> failures = new LinkedHashMap<>();
        private final List<Unknown> again = new ArrayList<>();

        CacheRound(ObjIntConsumer<Completion> whenDone) {
            this.whenDone = whenDone;
        }

        void answer(List<ChatRequest> requests) {
            try {
                for (int i = 0; i < requests.size(); i++) {
                    add(requests.get(i), i);
                }
                if (!own.isEmpty()) {
                    ask(List.copyOf(own.values()));
                }
            } catch (RuntimeException | Error e) {
                own.values().forEach(asked -> asked.sent.answer().completeExceptionally(e));
                throw e;
            } finally {
                own.values().forEach(asked -> underWay.remove(asked.key, asked.sent));
            }
            others.values().forEach(this::await);
            askAgain();
            if (!failures.isEmpty()) {
                throw new PartialAnswerException(failures);
            }
        }

        private void add(ChatRequest request, int index) {
            String key = AnswerStore.key(identity(), request);
            Unknown seen = own.getOrDefault(key, others.get(key));
            if (seen != null) {
                seen.indices.add(index);
                return;
            }
            UnderWay sent = new UnderWay(CachingChatModel.this, new CompletableFuture<>());
            UnderWay other = underWay.putIfAbsent(key, sent);
            if (other != null) {
                others.put(key, new Unknown(key, request, new ArrayList<>(List.of(index)), other));
                return;
            }
            own.put(key, new Unknown(key, request, new ArrayList<>(List.of(index)), sent));
            store.use(key, identity()).ifPresent(kept -> {
                own.remove(key);
                underWay.remove(key, sent);
                sent.answer().complete(kept);
                whenDone.accept(kept, index);
            });
        }

        private void ask(List<Unknown> asked) {
            try {
                model.completeAll(asked.stream().map(Unknown::request).toList(), (completion, i) -> {
                    Unknown answered = asked.get(i);
                    keep(answered.key, answered.request, completion);
                    answered.sent.answer().complete(completion);
                    answered.indices.forEach(index -> whenDone.accept(completion, index));
                });
            } catch (PartialAnswerException e) {
                e.failures().forEach((i, failure) -> {
                    asked.get(i).sent.answer().completeExceptionally(failure);
                    asked.get(i).indices.forEach(index -> failures.put(index, failure));
                });
            }
        }

        private void await(Unknown other) {
            try {
                awaited(other.key, other.sent)
                        .ifPresentOrElse(
                                completion -> other.indices.forEach(index -> whenDone.accept(completion, index)),
                                () -> again.add(other));
            } catch (ChatStoppedException e) {
                throw e;
            } catch (ChatModelException e) {
                other.indices.forEach(index -> failures.put(index, e));
            }
        }

        /** Sends the requests that failed for other models. */
        private void askAgain() {
            if (again.isEmpty()) {
                return;
            }
            CacheRound round = new CacheRound(
                    (completion, i) -> again.get(i).indices.forEach(index -> whenDone.accept(completion, index)));
            try {
                round.answer(again.stream().map(Unknown::request).toList());
            } catch (PartialAnswerException e) {
                e.failures()
                        .forEach((i, failure) -> again.get(i).indices.forEach(index -> failures.put(index, failure)));
            }
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
