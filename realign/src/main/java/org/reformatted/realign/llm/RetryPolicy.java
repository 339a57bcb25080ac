package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.reformatted.realign.base.Check;

/**
 * How often and after what delay a request is sent again. The delay doubles with every attempt up to a limit; jitter subtracts a random share, so
 * that many clients do not retry at the same time.
 *
 * @param attempts the maximum number of attempts, including the first
 * @param firstDelay the delay before the second attempt
 * @param maxDelay the limit of the doubled delay
 * @param jitter the maximum share of a delay that is randomly subtracted, in [0, 1]
 * @param maxRetryAfter the longest wait that a service may ask for; if it asks for more, the run is stopped
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay, double jitter, Duration maxRetryAfter) {
    /** Checks the ranges. */
    public RetryPolicy {
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
        Check.argument(jitter >= 0 && jitter <= 1, "jitter (%s) must be in [0, 1]", jitter);
    }

    /**
     * Returns a policy with a first delay of one second, a limit of one minute, a jitter of one half, and waits of up to five minutes when a service
     * asks for them.
     *
     * @param attempts the maximum number of attempts
     * @return the policy
     */
    public static RetryPolicy of(int attempts) {
        return new RetryPolicy(attempts, Duration.ofSeconds(1), Duration.ofMinutes(1), 0.5, Duration.ofMinutes(5));
    }

    /**
     * Returns the delay before an attempt.
     *
     * @param failures how many attempts failed so far, from 1
     * @param random draws the jitter
     * @return the delay
     */
    Duration delay(int failures, RandomGenerator random) {
        double doubled = firstDelay.toNanos() * Math.pow(2, failures - 1);
        double limited = Math.min(doubled, (double) maxDelay.toNanos());
        return Duration.ofNanos((long) (limited * (1 - jitter * random.nextDouble())));
    }
}
