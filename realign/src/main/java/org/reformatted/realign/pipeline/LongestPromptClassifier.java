package org.reformatted.realign.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.ResponseFormat;
import org.reformatted.realign.criteria.TaskCategory;

/**
 * Replaces a language model in an estimate. It returns the category with the longest prompt for every query, so that costs are not underestimated.
 */
final class LongestPromptClassifier implements TaskClassifier {
    private final List<TaskCategory> rewritten;
    private final String longest;
    private final Consumer<List<String>> asked;

    /**
     * Chooses the category.
     *
     * @param criteria the categories; a category that is not rewritten is chosen only if no category is
     * @param evidenceTokens the maximum number of tokens that found passages add to a prompt
     * @param asked receives the queries that the model would classify
     */
    LongestPromptClassifier(CriteriaBook criteria, int evidenceTokens, Consumer<List<String>> asked) {
        this.asked = asked;
        rewritten =
                criteria.categories().stream().filter(TaskCategory::isRewritten).toList();
        longest = rewritten.stream()
                .max(Comparator.comparingLong(category -> promptLength(category, evidenceTokens)))
                .map(TaskCategory::name)
                .orElse(criteria.fallback());
    }

    /** Returns the maximum number of bytes that a category adds to a prompt. */
    private static long promptLength(TaskCategory category, int evidenceTokens) {
        int evidence = category.evidence() ? evidenceTokens : 0;
        return category.format().map(ResponseFormat::text).orElse("").length()
                + RequestCounter.BYTES_A_TOKEN * evidence;
    }

    /** Returns the share of the rewritten categories that get evidence; 1 if none is rewritten. */
    double evidenceShare() {
        return rewritten.stream()
                .mapToInt(category -> category.evidence() ? 1 : 0)
                .average()
                .orElse(1);
    }

    @Override
    public String identity() {
        return "none";
    }

    @Override
    public List<Classification> classify(List<String> queries) {
        asked.accept(queries);
        return queries.stream()
                .map(query -> new Classification(longest, Double.NaN, List.of(longest)))
                .toList();
    }
}
