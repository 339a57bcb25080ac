package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Sends a request again after a {@link TransientChatException}, a limited number of times; every other failure is passed on. */
public final class RetryingChatModel implements ChatModel {
    private final ChatModel model;
    private final RetryPolicy policy;
    private final CircuitBreaker breaker;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /**
     * Wraps a model.
     *
     * @param model the wrapped model
     * @param policy how often and after what delay requests are repeated
     * @param breaker counts failures and ends the run when the service only fails
     * @param sleeper waits between attempts
     * @param random draws the jitter; safe for several threads
     */
    RetryingChatModel(
            ChatModel model, RetryPolicy policy, CircuitBreaker breaker, Sleeper sleeper, RandomGenerator random) {
        this.model = model;
        this.policy = policy;
        this.breaker = breaker;
        this.sleeper = sleeper;
        this.random = random;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        for (int failures = 1; ; failures++) {
            breaker.requireClosed();
            try {
                Completion completion = model.complete(request);
                breaker.succeeded();
                return completion;
            } catch (TransientChatException e) {
                breaker.failed(e);
                if (failures >= Math.min(policy.attempts(), e.mostAttempts())) {
                    throw attemptsExhausted(new ChatModelException(
                            e.failure(),
                            identity() + " gave no answer in " + failures + " attempts; the last one: "
                                    + e.getMessage(),
                            e));
                }
                sleeper.pause(delay(e, failures));
            } catch (ChatStoppedException e) {
                breaker.open(String.valueOf(e.getMessage()));
                throw e;
            } catch (ChatModelException e) {
                throw attemptsExhausted(e);
            }
        }
    }

    private ChatModelException attemptsExhausted(ChatModelException e) {
        breaker.gaveUp(e);
        return e;
    }

    private Duration delay(TransientChatException e, int failures) {
        Duration own = policy.delay(failures, random);
        Duration asked = e.retryAfter().orElse(Duration.ZERO);
        if (asked.compareTo(policy.maxRetryAfter()) > 0) {
            String why = identity() + " asks to wait " + asked.toSeconds() + " s, which is longer than "
                    + policy.maxRetryAfter().toSeconds() + " s; run again later, answers so far are kept";
            breaker.open(why);
            throw new ChatStoppedException(why);
        }
        return asked.compareTo(own) > 0 ? asked : own;
    }

    @Override
    public void close() {
        model.close();
    }
}
