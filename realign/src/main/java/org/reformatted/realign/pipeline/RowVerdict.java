package org.reformatted.realign.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.Usage;

/**
 * The verdict on a row: a line of {@code verdicts.jsonl}.
 *
 * @param id the row's id
 * @param verdict whether the realigned set contains the rewrite or the original, or a service left the row open
 * @param filter the component that decided: the filter that reverted the rewrite, or the component that did not change the row ({@code category},
 * {@code rules}, a model); for a rewrite, the component that wrote it
 * @param why the reason, in a phrase
 * @param category the row's category; null when none is known
 * @param originalTokens the length of the original response
 * @param rewrittenTokens the length of the proposed response, kept or not; null when none was proposed
 * @param candidates every proposed text, if a model was called or a filter reverted; absent otherwise
 * @param chosen the index, from 0, of the proposed candidate; null if there are no candidates
 * @param usage the tokens of the model's answers; absent if no model was called
 * @param cause why a model gave no usable answer; absent if it gave one or was not called
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RowVerdict(
        String id,
        Outcome verdict,
        String filter,
        String why,
        @Nullable String category,
        int originalTokens,
        @Nullable Integer rewrittenTokens,
        List<String> candidates,
        @Nullable Integer chosen,
        @Nullable Usage usage,
        @Nullable FailureCause cause) {
    /** Copies the candidates. */
    public RowVerdict {
        candidates = candidates == null ? List.of() : List.copyOf(candidates);
    }

    /** The response of a row in the realigned set. */
    public enum Outcome {
        /** The rewrite. */
        @JsonProperty("rewritten")
        REWRITTEN,
        /** The original response. */
        @JsonProperty("original")
        ORIGINAL,
        /** The original response, because a service gave no answer: only in a set whose config allows this with {@code allowUnanswered}. */
        @JsonProperty("open")
        OPEN
    }
}
