package org.reformatted.experiments.config;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/** What an arm is trained on. Every arm has the same questions in the same order; they differ in responses alone. */
public sealed interface ArmData {
    /** The responses as they were: {@code original}. */
    record Original() implements ArmData {}

    /**
     * The realigned responses: {@code realigned}, or a share of them and the originals of the other rows: {@code {realigned: {share: 0.05}}}.
     *
     * @param share of the rows that get their realigned response, from 0 to 1
     * @param seed of the draw of those rows; a greater share holds the rows of a smaller one
     */
    record Realigned(
            @Default("1.0") @Identity double share,
            @Default("0") @Identity long seed) implements ArmData {
        /** Checks the share. */
        public Realigned {
            Check.argument(share >= 0 && share <= 1, "share (%s) must lie between 0 and 1", share);
        }
    }

    /** A control: the original responses with sentences around them that say nothing, so longer but not in better order. */
    record Longer() implements ArmData {}

    /** A control: the realigned responses with the final answer moved to the front. */
    record AnswerFirst() implements ArmData {}
}
