package org.reformatted.experiments.config;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reformatted.experiments.miniature.ControlResponses;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.data.Conversation;

/** What an arm is trained on. Every arm has the same questions in the same order; they differ in responses alone. */
public sealed interface ArmData {
    /** Chooses what an arm learns of a row. */
    interface Choice {
        /**
         * The row that the arm learns.
         *
         * @param row its number, from 0
         * @param original the row as it was
         * @param realigned the row after realigning
         * @return the row to train on
         */
        Conversation of(int row, Conversation original, Conversation realigned);
    }

    /**
     * How the arm's rows are chosen.
     *
     * @param rows how many there are
     * @return the choice for each row
     */
    Choice choice(int rows);

    /** The responses as they were: {@code original}. */
    record Original() implements ArmData {
        @Override
        public Choice choice(int rows) {
            return (row, original, realigned) -> original;
        }
    }

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

        /** Draws the first rows of a seeded permutation, so that a greater share holds the rows of a smaller one. */
        @Override
        public Choice choice(int rows) {
            List<Integer> order = IntStream.range(0, rows).boxed().collect(Collectors.toList());
            Collections.shuffle(order, new Random(seed));
            BitSet drawn = new BitSet(rows);
            order.subList(0, (int) Math.round(share * rows)).forEach(drawn::set);
            return (row, original, realigned) -> drawn.get(row) ? realigned : original;
        }
    }

    /** A control: the original responses with sentences around them that say nothing, so longer but not in better order. */
    record Longer() implements ArmData {
        @Override
        public Choice choice(int rows) {
            return (row, original, realigned) -> original.withResponse(ControlResponses.longer(original.response()));
        }
    }

    /** A control: the realigned responses with the final answer moved to the front. */
    record AnswerFirst() implements ArmData {
        @Override
        public Choice choice(int rows) {
            return (row, original, realigned) ->
                    realigned.withResponse(ControlResponses.answerFirst(realigned.response()));
        }
    }
}
