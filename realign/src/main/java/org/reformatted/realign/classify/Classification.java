package org.reformatted.realign.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.ChatOutcome;

/**
 * The result of classifying a query.
 *
 * @param category the chosen category: the most likely one, or the fallback when the classifier abstains
 * @param confidence the probability of the most likely category; NaN when the classifier gives none
 * @param ranked the most likely categories, best first; at least one
 * @param failure why a model gave no answer, so that the category is the fallback; null if it answered
 */
public record Classification(
        String category, double confidence, List<String> ranked, ChatOutcome.@Nullable Failed failure) {
    /** Copies the list. */
    public Classification {
        Check.argument(!ranked.isEmpty(), "ranked must not be empty");
        ranked = List.copyOf(ranked);
    }

    /**
     * Creates a result without a failure.
     *
     * @param category the chosen category: the most likely one, or the fallback when the classifier abstains
     * @param confidence the probability of the most likely category; NaN when the classifier gives none
     * @param ranked the most likely categories, best first; at least one
     */
    public Classification(String category, double confidence, List<String> ranked) {
        this(category, confidence, ranked, null);
    }
}
