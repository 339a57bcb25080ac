package org.reformatted.realign.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Usage;

/** Counts the requests to one model and their tokens; equal requests count once. Requests whose answers are already stored cost nothing. */
final class RequestCounter {
    /**
     * Bytes per token. The upper bound counts each byte of a prompt as one token, so each token of passages that are not known yet counts as this
     * many tokens.
     */
    static final long BYTES_A_TOKEN = 4;

    private final String what;
    private final ModelConfig model;
    private final String identity;
    private final int asks;
    private final TokenCount tokens;
    private final @Nullable AnswerStore answers;
    private final Set<String> seen = new HashSet<>();
    private long calls;
    private long answered;
    private Usage likely = Usage.NONE;
    private Usage most = Usage.NONE;
    private Usage largest = Usage.NONE;
    private long unsent;

    /**
     * Creates a counter.
     *
     * @param what the purpose of the requests, such as {@code rewrite}
     * @param model the model that would be called
     * @param identity the name under which its answers are stored
     * @param asks the maximum number of attempts for a request when its reply cannot be read
     * @param tokens counts the tokens of a prompt
     * @param answers the stored answers; null if there are none
     */
    RequestCounter(
            String what,
            ModelConfig model,
            String identity,
            int asks,
            TokenCount tokens,
            @Nullable AnswerStore answers) {
        this.what = what;
        this.model = model;
        this.identity = identity;
        this.asks = asks;
        this.tokens = tokens;
        this.answers = answers;
    }

    /**
     * Counts a request.
     *
     * @param request the request
     * @param reply the likely tokens of the reply
     * @param evidence the maximum tokens that found passages add to the prompt
     * @param evidenceShare the share of requests, in [0, 1], that likely get passages
     */
    void count(ChatRequest request, int reply, int evidence, double evidenceShare) {
        List<ChatRequest> sent = model.sent(request);
        unsent += sent.isEmpty() ? 1 : 0;
        sent.forEach(one -> countOne(one, reply / sent.size(), evidence, evidenceShare));
    }

    private void countOne(ChatRequest request, int reply, int evidence, double evidenceShare) {
        String key = AnswerStore.key(identity, request);
        if (!seen.add(key.substring(0, 24))) {
            return;
        }
        if (answers != null && answers.get(key).isPresent()) {
            answered++;
            return;
        }
        calls++;
        long prompt = request.turns().stream()
                .mapToLong(turn -> tokens.of(turn.text()))
                .sum();
        Usage limit = MeteredChatModel.most(request);
        likely = likely.plus(
                new Usage(prompt + Math.round(evidence * evidenceShare), Math.min(reply, limit.completionTokens())));
        largest = new Usage(
                Math.max(largest.promptTokens(), limit.promptTokens() + BYTES_A_TOKEN * evidence),
                Math.max(largest.completionTokens(), limit.completionTokens()));
        most = most.plus(
                new Usage(asks * (limit.promptTokens() + BYTES_A_TOKEN * evidence), asks * limit.completionTokens()));
    }

    /** Returns the counts. */
    RealignEstimate.Asked asked() {
        return new RealignEstimate.Asked(
                what,
                model.shownName(),
                calls,
                answered,
                likely,
                most,
                largest,
                unsent,
                model.knownPrice(),
                model.budget());
    }
}
