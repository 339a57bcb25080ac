package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Sends a separate request with its own seed for each candidate, for services that return only one candidate. */
final class SingleCandidateChatModel implements ChatModel {
    private final ChatModel model;

    SingleCandidateChatModel(ChatModel model) {
        this.model = model;
    }

    /** Splits a request into one request per candidate; a request for a single candidate is not changed. */
    static List<ChatRequest> parts(ChatRequest request) {
        SamplingSettings sampling = request.sampling();
        List<ChatRequest> parts = new ArrayList<>();
        for (int i = 0; i < sampling.candidates(); i++) {
            parts.add(request.withSampling(sampling.remaining(1, i)));
        }
        return parts;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        return joined(parts(request).stream().map(model::complete).toList());
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        List<ChatRequest> parts = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        List<@Nullable Completion[]> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            List<ChatRequest> own = parts(requests.get(i));
            for (int part = 0; part < own.size(); part++) {
                owners.add(i);
            }
            parts.addAll(own);
            answers.add(new Completion[own.size()]);
        }
        int[] left = answers.stream().mapToInt(all -> all.length).toArray();
        int[] starts = new int[left.length];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + left[i - 1];
        }
        try {
            model.completeAll(parts, (completion, part) -> {
                int owner = owners.get(part);
                answers.get(owner)[part - starts[owner]] = completion;
                if (--left[owner] == 0) {
                    whenDone.accept(joined(List.of(answers.get(owner))), owner);
                }
            });
        } catch (PartialAnswerException e) {
            Map<Integer, ChatModelException> failures = new LinkedHashMap<>();
            e.failures().forEach((part, failure) -> failures.putIfAbsent(owners.get(part), failure));
            throw new PartialAnswerException(failures);
        }
    }

    private static Completion joined(List<Completion> parts) {
        return new Completion(
                parts.stream().map(part -> part.candidates().get(0)).toList(),
                parts.stream().map(Completion::usage).reduce(Usage.NONE, Usage::plus),
                Objects.requireNonNull(parts.get(0)).model());
    }

    @Override
    public void close() {
        model.close();
    }
}
