package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/** Asks a language model for the category, greedily and for at most 50 tokens (ReAlign); an answer that names none is the fallback. */
public final class ChatTaskClassifier implements TaskClassifier {
    private static final int MOST_TOKENS = 50;

    private final ChatModel model;
    private final CriteriaBook criteria;
    private final PromptTemplate prompt = PromptTemplate.resource(ChatTaskClassifier.class, "classify.txt");

    /**
     * Wraps a model.
     *
     * @param model who is asked; closed with this object
     * @param criteria the categories
     */
    public ChatTaskClassifier(ChatModel model, CriteriaBook criteria) {
        this.model = model;
        this.criteria = criteria;
    }

    @Override
    public String identity() {
        return model.identity() + ", criteria v" + criteria.version();
    }

    /**
     * The requests that queries are asked with.
     *
     * @param queries the queries
     * @return a request a query
     */
    public List<ChatRequest> requests(List<String> queries) {
        String categories = criteria.categories().stream()
                .map(category -> "- " + category.name() + ": " + category.description())
                .collect(Collectors.joining("\n"));
        return queries.stream()
                .map(query -> ChatRequest.of(
                        prompt.fill(Map.of("categories", categories, "query", query)),
                        SamplingSettings.greedy(MOST_TOKENS)))
                .toList();
    }

    @Override
    public List<Classification> classify(List<String> queries) {
        List<Classification> told = new ArrayList<>(Collections.nCopies(
                queries.size(), new Classification(criteria.fallback(), Double.NaN, List.of(criteria.fallback()))));
        model.completeAll(requests(queries), (completion, i) -> {
            String named = named(completion.text());
            told.set(i, new Classification(named, Double.NaN, List.of(named)));
        });
        return told;
    }

    /** The category whose name stands in the reply; the longest where several do. */
    private String named(String reply) {
        String lower = reply.toLowerCase(Locale.ROOT);
        return criteria.categories().stream()
                .map(TaskCategory::name)
                .filter(lower::contains)
                .reduce((a, b) -> b.length() > a.length() ? b : a)
                .orElse(criteria.fallback());
    }

    @Override
    public void close() {
        model.close();
    }
}
