package org.reformatted.realign.llm;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Json;

/**
 * Counts tokens and money, and stops before a budget is exceeded. A request is sent only if the budget covers its maximum cost, the money already
 * spent and the maximum cost of the requests in progress; it waits for those requests if their end may free enough of the budget. The maximum cost is
 * that of one token for each byte of the prompt, 16 tokens per turn for its frame, and every candidate with the maximum length. A request without a
 * complete reply in time also counts with the maximum cost, because the service may have generated a reply; therefore every attempt has to pass
 * through this class.
 */
public final class MeteredChatModel implements ChatModel {
    private final ChatModel model;
    private final Price price;
    private final double budget;
    private long requests;
    private final Supplier<Usage> reused;
    private Usage usage = Usage.NONE;
    private double underWay;
    private int open;

    /**
     * Wraps a model.
     *
     * @param model the wrapped model
     * @param price the price of its tokens
     * @param budget US dollars; infinite for no limit
     * @param reused the tokens of used answers from the store, which count against the budget like new ones
     */
    public MeteredChatModel(ChatModel model, Price price, double budget, Supplier<Usage> reused) {
        Check.argument(budget > 0, "budget (%s) must be positive", budget);
        this.model = model;
        this.price = price;
        this.budget = budget;
        this.reused = reused;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        Usage limit = most(request);
        double most = price.of(limit);
        reserve(most);
        Usage taken = Usage.NONE;
        boolean answered = false;
        try {
            Completion completion = model.complete(request);
            taken = completion.usage();
            answered = true;
            return completion;
        } catch (ChatModelException e) {
            taken = e.failure().mayBePaid() ? limit : Usage.NONE;
            throw e;
        } finally {
            settle(most, taken, answered);
        }
    }

    private synchronized void reserve(double most) {
        if (budget == Double.POSITIVE_INFINITY) {
            open++;
            return;
        }
        awaitBudget(most);
        double spent = price.of(usage());
        if (spent + underWay + most > budget) {
            throw new ChatStoppedException(String.format(
                    Locale.ROOT,
                    "the budget of %.4f USD is used up: %.4f spent, %.4f under way, and the next request may cost %.4f;"
                            + " raise the budget and run again, answers so far are kept",
                    budget,
                    spent,
                    underWay,
                    most));
        }
        underWay += most;
        open++;
    }

    /** Waits while requests in progress may still free enough of the budget: they usually cost less than their maximum. */
    private synchronized void awaitBudget(double most) {
        try {
            while (open > 0 && price.of(usage()) + underWay + most > budget && price.of(usage()) + most <= budget) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to go on");
        }
    }

    private synchronized void settle(double most, Usage taken, boolean answered) {
        open--;
        underWay = open == 0 ? 0 : Math.max(0, underWay - most);
        usage = usage.plus(taken);
        requests += answered ? 1 : 0;
        notifyAll();
    }

    /**
     * Returns the maximum tokens of a request: one for each byte of the prompt and of parameters, such as a schema or tools, 16 per turn for its
     * frame, and every candidate with the maximum length.
     *
     * @param request the request
     * @return the tokens
     */
    public static Usage most(ChatRequest request) {
        long prompt = 16;
        for (var turn : request.turns()) {
            prompt += 16 + turn.text().getBytes(StandardCharsets.UTF_8).length;
        }
        if (!request.parameters().isEmpty()) {
            prompt += Json.line(request.parameters()).getBytes(StandardCharsets.UTF_8).length;
        }
        return new Usage(
                prompt,
                (long) request.sampling().maxNewTokens() * request.sampling().candidates());
    }

    /**
     * Returns how many requests were answered.
     *
     * @return the number for this object only
     */
    public synchronized long requests() {
        return requests;
    }

    /**
     * Returns the paid tokens, including those of used answers of earlier runs.
     *
     * @return the tokens
     */
    public synchronized Usage usage() {
        return usage.plus(reused.get());
    }

    /**
     * Returns the money spent, including that of used answers of earlier runs.
     *
     * @return US dollars
     */
    public synchronized double cost() {
        return price.of(usage());
    }

    @Override
    public void close() {
        model.close();
    }
}
