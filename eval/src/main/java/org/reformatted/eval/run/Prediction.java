package org.reformatted.eval.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

/**
 * What a model answered to one sample, as it is in {@code predictions.jsonl}. The output is kept raw; to score it again takes
 * no more than this row.
 *
 * @param id the sample's
 * @param category the sample's, if it has any
 * @param prompt the last thing the user said in the first turn
 * @param output the answer to it
 * @param finishReason why it ended
 * @param cutAtLimit whether it was cut at the limit of new tokens: then a missing answer says something about the limit, not about the model
 * @param others further answers to the same question, when several were drawn
 * @param laterTurns answers to follow-up questions, in order
 * @param reference what is right
 * @param request hash of the model's identity and all that was asked of it: an answer is used again only under the same one; in a
 *     file a hyphen and the first 16 digits of the hash of all other fields follow
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

    /** Fills what is absent with empty lists. */
    public Prediction {
        others = others == null ? List.of() : List.copyOf(others);
        laterTurns = laterTurns == null ? List.of() : List.copyOf(laterTurns);
    }

    /**
     * An answer to a follow-up question.
     *
     * @param prompt what the user said
     * @param output the answer
     * @param finishReason why it ended
     */
    public record LaterTurn(String prompt, String output, FinishReason finishReason) {}

    /** The same, with the hash of its content behind that of the request. */
    Prediction sealed() {
        String asked = asked();
        Prediction bare = withRequest(asked);
        return withRequest(asked + "-" + Sha256.of(Json.canonical(bare)).substring(0, SEAL_DIGITS));
    }

    /** Whether its content has the hash that it was written with. */
    boolean isSound() {
        return request != null && sealed().request.equals(request);
    }

    /** The hash of the request alone. */
    String asked() {
        int end = request.indexOf('-');
        return end < 0 ? request : request.substring(0, end);
    }

    private Prediction withRequest(String hash) {
        return new Prediction(
                id, category, prompt, output, finishReason, cutAtLimit, others, laterTurns, reference, hash);
    }

    /** The same with the answer to one more follow-up question. */
    Prediction with(LaterTurn turn) {
        List<LaterTurn> turns = new java.util.ArrayList<>(laterTurns);
        turns.add(turn);
        boolean cut = cutAtLimit || turn.finishReason() == FinishReason.LENGTH;
        return new Prediction(id, category, prompt, output, finishReason, cut, others, turns, reference, request);
    }
}
