package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Keeps batches within a budget: a request is sent only if its maximum cost and the money already spent fit into the budget. */
final class BatchBudget {
    private final Price price;
    private final double budget;
    private final Supplier<Usage> reused;
    private Usage usage = Usage.NONE;

    /**
     * Starts with no spending.
     *
     * @param price the price of tokens in a batch
     * @param budget US dollars; infinite for no limit
     * @param reused the tokens of used answers from the store, which count like new ones
     */
    BatchBudget(Price price, double budget, Supplier<Usage> reused) {
        this.price = price;
        this.budget = budget;
        this.reused = reused;
    }

    synchronized void spend(Usage more) {
        usage = usage.plus(more);
    }

    /**
     * Returns the first requests that fit into the budget.
     *
     * @throws ChatStoppedException when not even one request fits
     */
    synchronized List<String> affordable(List<String> keys, Function<String, ChatRequest> requests) {
        double spent = price.of(usage.plus(reused.get()));
        double most = spent;
        List<String> fitting = new ArrayList<>();
        for (String key : keys) {
            most += price.of(MeteredChatModel.most(requests.apply(key)));
            if (most > budget) {
                break;
            }
            fitting.add(key);
        }
        if (fitting.isEmpty() && !keys.isEmpty()) {
            throw new ChatStoppedException(String.format(
                    Locale.ROOT,
                    "the budget of %.4f USD is used up: %.4f spent, and the next request may cost %.4f; raise the"
                            + " budget and run again, answers so far are kept",
                    budget,
                    spent,
                    most - spent));
        }
        return fitting;
    }
}
