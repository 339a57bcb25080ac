package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/**
 * Requests missing candidates, with other seeds, from services that send fewer candidates than requested. It wraps the model that caches answers, so
 * that each reply is stored as soon as it arrives, and a failure between two replies loses none.
 */
final class AllCandidatesChatModel implements ChatModel {
    private final ChatModel model;

    /**
     * Wraps a model.
     *
     * @param model the wrapped model; each of its answers contains at least one candidate
     */
    public AllCandidatesChatModel(ChatModel model) {
        this.model = model;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        Completion found = model.complete(request);
        while (isShort(found, request)) {
            found = joined(found, model.complete(remaining(request, found)));
        }
        return cut(found, request);
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        Map<Integer, ChatModelException> failures = new TreeMap<>();
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            open.add(new Open(i, requests.get(i), Optional.empty()));
        }
        while (!open.isEmpty()) {
            open = round(open, whenDone, failures);
        }
        if (!failures.isEmpty()) {
            throw new PartialAnswerException(failures);
        }
    }

    /** A request that does not have all its candidates yet. */
    private record Open(int index, ChatRequest whole, Optional<Completion> found) {
        ChatRequest next() {
            return found.map(some -> remaining(whole, some)).orElse(whole);
        }

        Completion with(Completion more) {
            return found.map(some -> joined(some, more)).orElse(more);
        }
    }

    private List<Open> round(
            List<Open> open, ObjIntConsumer<Completion> whenDone, Map<Integer, ChatModelException> failures) {
        List<Open> still = new ArrayList<>();
        try {
            model.completeAll(open.stream().map(Open::next).toList(), (completion, i) -> {
                Open asked = open.get(i);
                Completion found = asked.with(completion);
                if (isShort(found, asked.whole)) {
                    still.add(new Open(asked.index, asked.whole, Optional.of(found)));
                } else {
                    whenDone.accept(cut(found, asked.whole), asked.index);
                }
            });
        } catch (PartialAnswerException e) {
            e.failures().forEach((i, failure) -> failures.put(open.get(i).index, failure));
        }
        return still;
    }

    private static boolean isShort(Completion found, ChatRequest request) {
        return found.candidates().size() < request.sampling().candidates();
    }

    private static Completion joined(Completion first, Completion more) {
        List<Completion.Candidate> candidates = new ArrayList<>(first.candidates());
        candidates.addAll(more.candidates());
        return new Completion(candidates, first.usage().plus(more.usage()), first.model());
    }

    private static Completion cut(Completion found, ChatRequest request) {
        int wanted = request.sampling().candidates();
        return found.candidates().size() == wanted
                ? found
                : new Completion(found.candidates().subList(0, wanted), found.usage(), found.model());
    }

    private static ChatRequest remaining(ChatRequest request, Completion found) {
        SamplingSettings sampling = request.sampling();
        int there = found.candidates().size();
        return request.withSampling(sampling.remaining(sampling.candidates() - there, there));
    }

    @Override
    public void close() {
        model.close();
    }
}
