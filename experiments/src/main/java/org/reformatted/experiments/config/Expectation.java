package org.reformatted.experiments.config;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Identity;

/**
 * What is expected of two arms, written down before the numbers are seen; the report says of each whether it was met.
 *
 * @param arm the arm that is spoken of
 * @param against the arm it is compared with
 * @param is how it should do
 * @param task which task shows it; left out for the first
 * @param policy by which policy of that task; left out for its default
 * @param because the reason, as the end of a sentence
 */
public record Expectation(
        @Identity String arm,
        @Identity String against,
        @Identity Outcome is,
        @Identity Optional<String> task,
        @Identity Optional<String> policy,
        @Identity String because) {
    /** How an arm does against another; ahead and behind mean beyond chance. */
    public enum Outcome {
        /** Better, beyond chance. */
        AHEAD,
        /** Worse, beyond chance. */
        BEHIND,
        /** Worse, or no difference that could not be chance. */
        NOT_AHEAD;

        /**
         * Whether an outcome is this one.
         *
         * @param difference of the arm to the other, in any unit
         * @param significant whether it is beyond chance
         * @return true when it is met
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
