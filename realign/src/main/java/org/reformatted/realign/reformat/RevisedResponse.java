package org.reformatted.realign.reformat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.Usage;

/**
 * The result of a reformatter.
 *
 * @param text the rewrite; null when the response is not changed
 * @param by the component that decided, such as {@code rules}
 * @param why how the rewrite was made, or why there is none
 * @param candidates every proposed text, in order; empty if none was proposed
 * @param usage the tokens of the model's answers; none if no model was called
 * @param failure why a model gave no usable answer; null if it gave one or was not called
 */
public record RevisedResponse(
        @Nullable String text,
        String by,
        String why,
        List<String> candidates,
        Usage usage,
        @Nullable FailureCause failure) {
    /** Copies the candidates. */
    public RevisedResponse {
        candidates = List.copyOf(candidates);
    }

    /**
     * Creates a result without a failure.
     *
     * @param text the rewrite; null when the response is not changed
     * @param by the component that decided, such as {@code rules}
     * @param why how the rewrite was made, or why there is none
     * @param candidates every proposed text, in order; empty if none was proposed
     * @param usage the tokens of the model's answers; none if no model was called
     */
    public RevisedResponse(@Nullable String text, String by, String why, List<String> candidates, Usage usage) {
        this(text, by, why, candidates, usage, null);
    }

    static RevisedResponse rewritten(String text, String by, String why) {
        return new RevisedResponse(text, by, why, List.of(), Usage.NONE);
    }

    static RevisedResponse left(String by, String why) {
        return new RevisedResponse(null, by, why, List.of(), Usage.NONE);
    }
}
