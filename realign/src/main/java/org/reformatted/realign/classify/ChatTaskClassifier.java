package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatOutcome;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/**
 * Asks a language model for the category, greedily and for at most 50 tokens (ReAlign); an answer that names none is the fallback. Any model
 * is shown all categories with their descriptions; one that was finetuned on {@link #rows} is shown the query alone, as it learned it.
 */
public final class ChatTaskClassifier implements TaskClassifier {
    private static final int MOST_TOKENS = 50;
    private static final PromptTemplate FINETUNED =
            PromptTemplate.resource(ChatTaskClassifier.class, "classify-finetuned.txt");

    private final ChatModel model;
    private final CriteriaBook criteria;
    private final boolean finetuned;
    private final AtomicLong unnamed = new AtomicLong();
    private final PromptTemplate prompt;

    /**
     * Wraps a model that has not learned the categories.
     *
     * @param model who is asked; closed with this object
     * @param criteria the categories
     */
    public ChatTaskClassifier(ChatModel model, CriteriaBook criteria) {
        this(model, criteria, false);
    }

    private ChatTaskClassifier(ChatModel model, CriteriaBook criteria, boolean finetuned) {
        this.model = model;
        this.criteria = criteria;
        this.finetuned = finetuned;
        this.prompt = finetuned ? FINETUNED : PromptTemplate.resource(ChatTaskClassifier.class, "classify.txt");
    }

    /**
     * Wraps a model that was finetuned on {@link #rows}.
     *
     * @param model who is asked; closed with this object
     * @param criteria the categories
     * @return the classifier
     */
    public static ChatTaskClassifier finetuned(ChatModel model, CriteriaBook criteria) {
        return new ChatTaskClassifier(model, criteria, true);
    }

    /**
     * What a model is finetuned on to become a classifier: each query is asked as {@link #finetuned} asks it and answered by its category.
     *
     * @param queries labelled queries
     * @return a conversation a query
     */
    public static List<Conversation> rows(List<LabelledQuery> queries) {
        List<Conversation> rows = new ArrayList<>();
        for (LabelledQuery query : queries) {
            String id = "query-" + (rows.size() + 1);
            rows.add(Conversation.of(id, FINETUNED.fill(Map.of("query", query.query())), query.category()));
        }
        return rows;
    }

    @Override
    public String identity() {
        return model.identity() + (finetuned ? ", finetuned" : "") + ", criteria v" + criteria.version();
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
                        prompt.fill(
                                finetuned ? Map.of("query", query) : Map.of("categories", categories, "query", query)),
                        SamplingSettings.greedy(MOST_TOKENS)))
                .toList();
    }

    @Override
    public List<Classification> classify(List<String> queries) {
        return ChatOutcome.ofAll(model, requests(queries)).stream()
                .map(this::classification)
                .toList();
    }

    private Classification classification(ChatOutcome outcome) {
        if (outcome instanceof ChatOutcome.Answered answered) {
            Optional<String> named = named(answered.completion().text());
            if (named.isEmpty()) {
                unnamed.incrementAndGet();
            }
            String taken = named.orElse(criteria.fallback());
            return new Classification(taken, Double.NaN, List.of(taken));
        }
        return new Classification(
                criteria.fallback(), Double.NaN, List.of(criteria.fallback()), (ChatOutcome.Failed) outcome);
    }

    /** The category whose name is in the reply; the longest where several do. */
    private Optional<String> named(String reply) {
        String lower = reply.toLowerCase(Locale.ROOT);
        return criteria.categories().stream()
                .map(TaskCategory::name)
                .filter(lower::contains)
                .reduce((a, b) -> b.length() > a.length() ? b : a);
    }

    /**
     * How many answers so far named no category, and were taken for the fallback.
     *
     * @return a count
     */
    public long unnamed() {
        return unnamed.get();
    }

    @Override
    public void close() {
        model.close();
    }

    /**
     * What the prompts are distinguished by from those of another version of the program.
     *
     * @return the hash of both
     */
    public static String promptsHash() {
        return Sha256.of(Sha256.ofResource(ChatTaskClassifier.class, "classify.txt")
                + Sha256.ofResource(ChatTaskClassifier.class, "classify-finetuned.txt"));
    }
}
