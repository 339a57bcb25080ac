package org.reformatted.realign.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;

/**
 * The summary of a realigned set: {@code summary.json}.
 *
 * @param total the counts over all rows
 * @param categories the counts of each category; rows without a category are under {@code (none)}
 * @param skippedRows rows left out by {@code skipInvalid} because they cannot be read; in none of the counts
 * @param tokenUnit the unit of the token counts of responses
 * @param reformatter the identity of the reformatter
 * @param filters the filters, in their order
 * @param ledger the paid answers; absent if no model was called
 * @param texts the origin of each prompt text, in a run with a preset; empty otherwise
 */
public record RealignSummary(
        Counts total,
        Map<String, Counts> categories,
        Long skippedRows,
        String tokenUnit,
        String reformatter,
        List<String> filters,
        Optional<Ledger> ledger,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> texts) {
    /** Copies the collections. */
    public RealignSummary {
        texts = texts == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(texts));
        categories = Collections.unmodifiableMap(new TreeMap<>(categories));
        filters = List.copyOf(filters);
        skippedRows = skippedRows == null ? 0 : skippedRows; // summaries of earlier versions have no count
        ledger = ledger == null ? Optional.empty() : ledger;
    }

    /**
     * Adds up the summaries of the parts of a set. No two parts may share a request.
     *
     * @param config the config of all parts
     * @param parts their summaries, at least one
     * @param skippedRows rows left out before the set was split
     * @return the summary of the complete set
     */
    public static RealignSummary merged(RealignConfig config, List<RealignSummary> parts, long skippedRows) {
        Optional<Price> price =
                config.reformatter().asModel().flatMap(asking -> asking.model().knownPrice());
        Map<String, Counts> categories = new TreeMap<>();
        for (RealignSummary part : parts) {
            part.categories().forEach((name, counts) -> categories.merge(name, counts, Counts::plus));
        }
        categories.replaceAll((name, counts) -> counts.at(price));
        RealignSummary first = parts.get(0);
        return new RealignSummary(
                parts.stream()
                        .map(RealignSummary::total)
                        .reduce(Counts::plus)
                        .orElseThrow()
                        .at(price),
                categories,
                skippedRows,
                first.tokenUnit(),
                first.reformatter(),
                first.filters(),
                parts.stream().flatMap(part -> part.ledger().stream()).reduce(Ledger::plus),
                first.texts());
    }

    /**
     * The answers of models. Each answer counts once, including those of interrupted runs of the same folder.
     *
     * @param answers how many answers
     * @param usage their tokens, as the service counts them
     * @param cost US dollars; absent when a model's price is not known
     * @param models the account of each model
     */
    public record Ledger(long answers, Usage usage, Optional<Double> cost, Map<String, Account> models) {
        /** Copies the map. */
        public Ledger {
            models = Collections.unmodifiableMap(new TreeMap<>(models));
        }

        static Ledger of(Map<String, AnswerStore.Totals> totals, Map<String, Price> prices) {
            Map<String, Account> models = new TreeMap<>();
            totals.forEach((model, total) -> models.put(model, Account.of(total, prices.get(model))));
            return of(models);
        }

        private Ledger plus(Ledger other) {
            Map<String, Account> sums = new TreeMap<>(models);
            other.models.forEach((model, account) -> sums.merge(model, account, Account::plus));
            return of(sums);
        }

        private static Ledger of(Map<String, Account> models) {
            return new Ledger(
                    models.values().stream().mapToLong(Account::answers).sum(),
                    models.values().stream().map(Account::usage).reduce(Usage.NONE, Usage::plus),
                    models.values().stream()
                            .map(Account::cost)
                            .reduce(Optional.of(0.0), (a, b) -> a.flatMap(x -> b.map(y -> x + y))),
                    models);
        }
    }

    /**
     * The answers of one model.
     *
     * @param answers how many answers
     * @param usage their tokens, as the service counts them
     * @param price the price of tokens; absent when neither the config nor the bundled table has it
     * @param cost US dollars; absent when no price is known
     */
    public record Account(long answers, Usage usage, Optional<Price> price, Optional<Double> cost) {
        static Account of(AnswerStore.Totals total, @Nullable Price price) {
            return of(total.answers(), total.usage(), Optional.ofNullable(price));
        }

        private static Account of(long answers, Usage usage, Optional<Price> price) {
            return new Account(answers, usage, price, price.map(p -> p.of(usage)));
        }

        private Account plus(Account other) {
            return of(answers + other.answers, usage.plus(other.usage), price);
        }
    }

    /**
     * Numbers of rows and tokens.
     *
     * @param rows all rows
     * @param rewritten rows that were rewritten
     * @param original rows with their original response, by the filter or other component that decided this
     * @param tokensBefore the tokens of all original responses
     * @param tokensAfter the tokens of all responses of the realigned set
     * @param usage the tokens of the rewriter's answers to these rows; rows with the same text share an answer, which is counted for each of them
     * @param cost the cost of these answers in US dollars; absent when no model rewrote or its price is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Counts(
            long rows,
            long rewritten,
            Map<String, Long> original,
            long tokensBefore,
            long tokensAfter,
            Usage usage,
            Optional<Double> cost) {
        /** Copies the map. */
        public Counts {
            original = Collections.unmodifiableMap(new TreeMap<>(original));
            usage = usage == null ? Usage.NONE : usage;
            cost = cost == null ? Optional.empty() : cost;
        }

        /**
         * Returns the number of rows that were not changed because a service gave no answer.
         *
         * @return a count
         */
        public long unanswered() {
            return original.getOrDefault(RowRealigner.UNANSWERED, 0L);
        }

        private Counts plus(Counts other) {
            Map<String, Long> left = new TreeMap<>(original);
            other.original.forEach((filter, count) -> left.merge(filter, count, Long::sum));
            return new Counts(
                    rows + other.rows,
                    rewritten + other.rewritten,
                    left,
                    tokensBefore + other.tokensBefore,
                    tokensAfter + other.tokensAfter,
                    usage.plus(other.usage),
                    Optional.empty());
        }

        Counts at(Optional<Price> price) {
            return new Counts(rows, rewritten, original, tokensBefore, tokensAfter, usage, price.map(p -> p.of(usage)));
        }
    }
}
