package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.reformatted.realign.base.Check;

/**
 * Observes a service's limits on requests per minute and tokens per minute. A request's tokens are estimated before it is sent: one for four
 * characters of the prompt, and all tokens that the answer may have. The estimate is corrected by the actual number.
 */
public final class RateLimitedChatModel implements ChatModel {
    private final ChatModel model;
    private final SharedRequests.RequestPace pace;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;

    /**
     * Wraps a model.
     *
     * @param model the wrapped model
     * @param requestsPerMinute the maximum number of requests per minute
     * @param tokensPerMinute the maximum number of prompt and completion tokens per minute
     * @param nanoTime the time, such as {@code System::nanoTime}
     * @param sleeper waits for permits
     */
    public RateLimitedChatModel(
            ChatModel model, double requestsPerMinute, double tokensPerMinute, LongSupplier nanoTime, Sleeper sleeper) {
        this(model, SharedRequests.RequestPace.of(requestsPerMinute, tokensPerMinute, nanoTime), nanoTime, sleeper);
        Check.argument(requestsPerMinute > 0, "requestsPerMinute (%s) must be positive", requestsPerMinute);
        Check.argument(tokensPerMinute > 0, "tokensPerMinute (%s) must be positive", tokensPerMinute);
    }

    /** Wraps a model with rates that are shared with other models. */
    RateLimitedChatModel(ChatModel model, SharedRequests.RequestPace pace, LongSupplier nanoTime, Sleeper sleeper) {
        this.model = model;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        double estimate = expectedTokens(request);
        long now = nanoTime.getAsLong();
        Duration wait = max(pace.requests().take(1, now), pace.tokens().take(estimate, now));
        if (!wait.isZero()) {
            sleeper.pause(wait);
        }
        Completion completion = model.complete(request);
        Usage usage = completion.usage();
        pace.tokens().take(usage.promptTokens() + usage.completionTokens() - estimate, nanoTime.getAsLong());
        return completion;
    }

    /** Estimates tokens: one for four characters of the prompt, and the maximum of the answer. */
    static double expectedTokens(ChatRequest request) {
        long characters =
                request.turns().stream().mapToLong(turn -> turn.text().length()).sum();
        return characters / 4.0
                + (double) request.sampling().maxNewTokens()
                        * request.sampling().candidates();
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    @Override
    public void close() {
        model.close();
    }
}
