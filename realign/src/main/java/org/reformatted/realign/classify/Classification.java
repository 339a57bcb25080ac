package org.reformatted.realign.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.ChatOutcome;

/**
 * What a classifier says about a query.
 *
 * @param category the category taken: the likeliest, or the fallback when the classifier abstains
 * @param confidence the likeliest category's probability; NaN when the classifier knows none
 * @param ranked the likeliest categories, best first; at least one
 * @param failure why a model gave no answer, so that the category is none of its own; null where it answered
 */
public record Classification(
        String category, double confidence, List<String> ranked, ChatOutcome.@Nullable Failed failure) {
    /** Copies the list. */
    public Classification {
        Check.argument(!ranked.isEmpty(), "ranked must not be empty");
        ranked = List.copyOf(ranked);
    }

    /**
     * Without a failure.
     *
     * @param category the category taken: the likeliest, or the fallback when the classifier abstains
     * @param confidence the likeliest category's probability; NaN when the classifier knows none
     * @param ranked the likeliest categories, best first; at least one
     */
    public Classification(String category, double confidence, List<String> ranked) {
        this(category, confidence, ranked, null);
    }
}
