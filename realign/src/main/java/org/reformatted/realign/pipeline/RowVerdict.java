package org.reformatted.realign.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.Usage;

/**
 * How a row ended: a line of {@code verdicts.jsonl}.
 *
 * @param id the row
 * @param verdict whether the realigned set holds the rewrite or the original, or a service left the row open
 * @param filter who decided: the filter that reverted, or what left the row alone ({@code category}, {@code rules}, a model); for a
 *     rewrite, who wrote it
 * @param why the reason, in a phrase
 * @param category the row's category; null when none is known
 * @param originalTokens how long the original response is
 * @param rewrittenTokens how long the proposed response is, kept or not; null when none was proposed
 * @param candidates every text that was proposed where a model was asked or a filter reverted; absent otherwise
 * @param chosen which of the candidates was proposed, from 0; null where there are none
 * @param usage the tokens of the model's answers; absent where no model was asked
 * @param cause why a model gave no usable answer; absent where it gave one or was not asked
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

    /** What the realigned set holds. */
    public enum Outcome {
        /** The rewrite. */
        @JsonProperty("rewritten")
        REWRITTEN,
        /** The response as it was. */
        @JsonProperty("original")
        ORIGINAL,
        /** The response as it was, because a service gave no answer: only in a set whose config allows that by {@code allowUnanswered}. */
        @JsonProperty("open")
        OPEN
    }
}
