package org.reformatted.experiments.config;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Identity;

/**
 * An expected result of comparing two arms, written down before the results are known; the report states whether it was met.
 *
 * @param arm the arm whose result is expected
 * @param against the arm it is compared with
 * @param is the expected outcome
 * @param task the task; default: the first one
 * @param policy the policy of that task; default: the task's default
 * @param because the reason, as the end of a sentence
 */
public record Expectation(
        @Identity String arm,
        @Identity String against,
        @Identity Outcome is,
        @Identity Optional<String> task,
        @Identity Optional<String> policy,
        @Identity String because) {
    /** The outcome of an arm compared with another; ahead and behind mean that the difference is significant. */
    public enum Outcome {
        /** Significantly better. */
        AHEAD,
        /** Significantly worse. */
        BEHIND,
        /** Not significantly better. */
        NOT_AHEAD;

        /**
         * Whether a difference is this outcome.
         *
         * @param difference the score of the arm minus that of the other, in any unit
         * @param significant whether the difference is significant
         * @return true if it is
         */
        public boolean holds(double difference, boolean significant) {
            boolean ahead = significant && difference > 0;
            return switch (this) {
                case AHEAD -> ahead;
                case BEHIND -> significant && difference < 0;
                case NOT_AHEAD -> !ahead;
            };
        }
    }

    /** Checks that two arms are compared. */
    public Expectation {
        Check.argument(!arm.equals(against), "against (%s) must be another arm than arm", against);
    }
}
