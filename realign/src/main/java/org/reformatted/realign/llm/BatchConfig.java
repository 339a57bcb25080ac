package org.reformatted.realign.llm;

import java.time.Duration;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Operational;

/**
 * How requests are sent through a batch API like OpenAI's, which answers within a day at half the price.
 *
 * @param requests the maximum number of requests in a batch; OpenAI accepts 50,000
 * @param pollSeconds seconds between two polls of a batch in progress
 * @param rounds the maximum number of batches in which a request is sent, if batches expire or lose its answer
 */
public record BatchConfig(
        @Default("10000") @Operational int requests,
        @Default("30") @Operational double pollSeconds,
        @Default("5") @Operational int rounds) {
    /** Checks the ranges. */
    public BatchConfig {
        Check.argument(requests > 0 && requests <= 50_000, "requests (%s) must be in [1, 50000]", requests);
        Check.argument(pollSeconds > 0, "pollSeconds (%s) must be positive", pollSeconds);
        Check.argument(rounds > 0, "rounds (%s) must be positive", rounds);
    }

    /** The pause between two polls. */
    Duration poll() {
        return Duration.ofMillis(Math.max(1, Math.round(1000 * pollSeconds)));
    }
}
