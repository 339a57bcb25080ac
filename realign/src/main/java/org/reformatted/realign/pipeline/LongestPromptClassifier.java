package org.reformatted.realign.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.ResponseFormat;
import org.reformatted.realign.criteria.TaskCategory;

/** Stands in for a language model that is not asked: names the category with the longest prompt for every query, so that costs are not underestimated. */
final class LongestPromptClassifier implements TaskClassifier {
    private final List<TaskCategory> rewritten;
    private final String longest;
    private final Consumer<List<String>> asked;

    /**
     * Chooses the category.
     *
     * @param criteria the categories; of those without a format none is named unless all are
     * @param evidenceTokens tokens that found passages add to a prompt at most
     * @param asked gets the queries that the model would be asked about
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

    /** Bytes that a category adds to a prompt, at most. */
    private static long promptLength(TaskCategory category, int evidenceTokens) {
        int evidence = category.evidence() ? evidenceTokens : 0;
        return category.format().map(ResponseFormat::text).orElse("").length()
                + RequestCounter.BYTES_A_TOKEN * evidence;
    }

    /** The share of the rewritten categories that get evidence; 1 where none is rewritten. */
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
