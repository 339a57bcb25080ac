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
 * Classifies with a language model, with greedy decoding of at most 50 tokens (ReAlign); an answer that names no category gives the fallback. The
 * prompt contains all categories with their descriptions; for a model that was finetuned on {@link #rows} it contains only the query, as in the
 * finetuning rows.
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
     * Wraps a model that was not finetuned on the categories.
     *
     * @param model the model; closed with this object
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
     * @param model the model; closed with this object
     * @param criteria the categories
     * @return the classifier
     */
    public static ChatTaskClassifier finetuned(ChatModel model, CriteriaBook criteria) {
        return new ChatTaskClassifier(model, criteria, true);
    }

    /**
     * Returns the rows for finetuning a model as a classifier: each query with the prompt of {@link #finetuned}, answered by its category.
     *
     * @param queries labelled queries
     * @return one conversation per query
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
     * Returns the requests for queries.
     *
     * @param queries the queries
     * @return one request per query
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

    /** Returns the category whose name is in the reply; the one with the longest name if there are several. */
    private Optional<String> named(String reply) {
        String lower = reply.toLowerCase(Locale.ROOT);
        return criteria.categories().stream()
                .map(TaskCategory::name)
                .filter(lower::contains)
                .reduce((a, b) -> b.length() > a.length() ? b : a);
    }

    /**
     * Returns how many answers so far named no category, so that the fallback was used.
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
     * Returns a hash that identifies the prompts of this version of the program.
     *
     * @return the hash of both prompts
     */
    public static String promptsHash() {
        return Sha256.of(Sha256.ofResource(ChatTaskClassifier.class, "classify.txt")
                + Sha256.ofResource(ChatTaskClassifier.class, "classify-finetuned.txt"));
    }
}
