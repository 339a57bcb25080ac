package org.reformatted.experiments.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.RecordingConfig;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.RealignEstimate;

/** Checks the requests to a model before any is sent: whether they fit into its context and its budget, and are in its recording. */
final class RequestChecks {
    private RequestChecks() {}

    /** Replaces a model and collects its requests. */
    static final class Collected implements ChatModel {
        private final List<ChatRequest> requests = new ArrayList<>();

        @Override
        public String identity() {
            return "none";
        }

        @Override
        public synchronized Completion complete(ChatRequest request) {
            requests.add(request);
            return new Completion(List.of(new Completion.Candidate("", FinishReason.STOP)), Usage.NONE, "none");
        }

        synchronized List<ChatRequest> requests() {
            return List.copyOf(requests);
        }
    }

    /** The reason why a model cannot answer the requests of a task, as a sentence without its end. */
    static Optional<String> problem(
            ModelConfig model, List<ChatRequest> requests, List<ChatRequest> firstTurns, Roots roots) {
        return unfit(model, requests)
                .or(() -> Optional.of(model)
                        .filter(RecordingConfig.class::isInstance)
                        .flatMap(recording -> unrecorded((RecordingConfig) recording, firstTurns, roots)));
    }

    /** The reason why a service cannot answer requests: its context or its budget is too small for one of them. */
    static Optional<String> unfit(ModelConfig model, List<ChatRequest> requests) {
        long unsent = requests.stream()
                .filter(request -> model.sent(request).isEmpty())
                .count();
        Usage largest = requests.stream()
                .flatMap(request -> model.sent(request).stream())
                .map(MeteredChatModel::most)
                .reduce(Usage.NONE, RequestChecks::larger);
        return unsent(unsent, requests.size()).or(() -> unpaid(model.knownPrice(), model.budget(), largest));
    }

    /** As {@link #unfit}, for the requests of realigning. */
    static Optional<String> problem(RealignEstimate.Asked asked) {
        return unsent(asked.unsent(), asked.unsent() + asked.calls())
                .or(() -> unpaid(asked.price(), asked.budget(), asked.largest()))
                .map(sentence -> asked.what() + " by " + asked.model() + ": " + sentence);
    }

    private static Optional<String> unsent(long unsent, long all) {
        return unsent == 0
                ? Optional.empty()
                : Optional.of(
                        unsent + " of " + all + " requests do not fit contextTokens with prompt and reply together,"
                                + " and would not be sent; correct contextTokens, or lower sampling.maxNewTokens");
    }

    private static Optional<String> unpaid(Optional<Price> price, Optional<Double> budget, Usage largest) {
        return price.flatMap(known -> budget.filter(limit -> known.of(largest) > limit)
                .map(limit -> String.format(
                        Locale.ROOT,
                        "the budget of %s USD is less than one request may cost, which is %.6f USD; raise it",
                        limit,
                        known.of(largest))));
    }

    private static Usage larger(Usage a, Usage b) {
        return new Usage(
                Math.max(a.promptTokens(), b.promptTokens()), Math.max(a.completionTokens(), b.completionTokens()));
    }

    /** Checks the requests of first turns; only these are known before there are answers. */
    private static Optional<String> unrecorded(RecordingConfig recording, List<ChatRequest> first, Roots roots) {
        try (RecordedChatModel replay = RecordedChatModel.replay(roots.dataFile(recording.file()))) {
            long missing =
                    first.stream().filter(request -> !has(replay, request)).count();
            return missing == 0
                    ? Optional.empty()
                    : Optional.of(missing + " of " + first.size() + " requests are not in the recording "
                            + recording.file() + "; record them with the same settings, or lower limit");
        } catch (InputException e) {
            return Optional.empty(); // Preflight#models reports that the file cannot be used
        }
    }

    private static boolean has(RecordedChatModel replay, ChatRequest request) {
        try {
            return !replay.complete(request).candidates().isEmpty();
        } catch (ChatStoppedException e) {
            return false;
        }
    }
}
