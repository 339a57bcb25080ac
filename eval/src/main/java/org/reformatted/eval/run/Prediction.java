package org.reformatted.eval.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

/**
 * A model's answer to one sample: a row of {@code predictions.jsonl}. The output is kept raw; this row is enough to score it again.
 *
 * @param id the sample's
 * @param category the sample's category, if it has one
 * @param prompt the last user message of the first turn
 * @param output the answer to it
 * @param finishReason why it ended
 * @param cutAtLimit whether it was cut at the limit of new tokens: a missing answer is then a result of the limit, not of the model
 * @param others further answers to the same question, when several were sampled
 * @param laterTurns answers to follow-up questions, in order
 * @param reference the reference answer
 * @param request hash of the model's identity and of the entire request: an answer is reused only when this hash is the same. In a file, a hyphen and
 *     the first 16 digits of the hash of all other fields follow
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Prediction(
        String id,
        @Nullable String category,
        @JsonInclude(JsonInclude.Include.ALWAYS) String prompt,
        @JsonInclude(JsonInclude.Include.ALWAYS) String output,
        FinishReason finishReason,
        boolean cutAtLimit,
        List<Completion.Candidate> others,
        List<LaterTurn> laterTurns,
        @JsonInclude(JsonInclude.Include.ALWAYS) String reference,
        String request) {
    private static final int SEAL_DIGITS = 16;

    /** Replaces absent lists with empty lists. */
    public Prediction {
        others = others == null ? List.of() : List.copyOf(others);
        laterTurns = laterTurns == null ? List.of() : List.copyOf(laterTurns);
    }

    /**
     * An answer to a follow-up question.
     *
     * @param prompt the user's message
     * @param output the answer
     * @param finishReason why it ended
     */
    public record LaterTurn(String prompt, String output, FinishReason finishReason) {}

    /** Returns a copy with the hash of the content appended to the hash of the request. */
    Prediction sealed() {
        String asked = asked();
        Prediction bare = withRequest(asked);
        return withRequest(asked + "-" + Sha256.of(Json.canonical(bare)).substring(0, SEAL_DIGITS));
    }

    /** Returns whether the content still has the hash that was written with it. */
    boolean isSound() {
        return request != null && sealed().request.equals(request);
    }

    /** Returns only the hash of the request. */
    String asked() {
        int end = request.indexOf('-');
        return end < 0 ? request : request.substring(0, end);
    }

    private Prediction withRequest(String hash) {
        return new Prediction(
                id, category, prompt, output, finishReason, cutAtLimit, others, laterTurns, reference, hash);
    }

    /** Returns a copy with the answer to one more follow-up question. */
    Prediction with(LaterTurn turn) {
        List<LaterTurn> turns = new java.util.ArrayList<>(laterTurns);
        turns.add(turn);
        boolean cut = cutAtLimit || turn.finishReason() == FinishReason.LENGTH;
        return new Prediction(id, category, prompt, output, finishReason, cut, others, turns, reference, request);
    }
}
