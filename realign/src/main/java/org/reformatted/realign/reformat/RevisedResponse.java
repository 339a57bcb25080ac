package org.reformatted.realign.reformat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.Usage;

/**
 * What a reformatter made of a response.
 *
 * @param text the rewrite; null when the response is left as it is
 * @param by who decided, such as {@code rules}
 * @param why how the rewrite came about, or why there is none
 * @param candidates every text that was proposed, in order; empty where none was
 * @param usage the tokens it took; none where no model was asked
 * @param failure why a model gave no usable answer; null where it gave one or was not asked
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
     * Without a failure.
     *
     * @param text the rewrite; null when the response is left as it is
     * @param by who decided, such as {@code rules}
     * @param why how the rewrite came about, or why there is none
     * @param candidates every text that was proposed, in order; empty where none was
     * @param usage the tokens it took; none where no model was asked
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
