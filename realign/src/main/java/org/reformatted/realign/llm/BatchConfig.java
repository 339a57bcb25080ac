package org.reformatted.realign.llm;

import java.time.Duration;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Operational;

/**
 * How requests are sent through a batch API of OpenAI's form, which answers within a day at half the price.
 *
 * @param requests how many requests a batch holds at most; OpenAI takes 50,000
 * @param pollSeconds between two looks at a batch that is under way
 * @param rounds in how many batches a request is sent at most, when a batch expires or loses its answer
 */
public record BatchConfig(
        @Default("10000") @Operational int requests,
        @Default("30") @Operational double pollSeconds,
        @Default("5") @Operational int rounds) {
    /** Checks the ranges. */
    public BatchConfig {
        Check.argument(requests > 0 && requests <= 50_000, "requests (%s) must lie in [1, 50000]", requests);
        Check.argument(pollSeconds > 0, "pollSeconds (%s) must be positive", pollSeconds);
        Check.argument(rounds > 0, "rounds (%s) must be positive", rounds);
    }

    /** The pause between two looks. */
    Duration poll() {
        return Duration.ofMillis(Math.max(1, Math.round(1000 * pollSeconds)));
    }
}
