package org.reformatted.experiments.config;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.data.Conversation;

/**
 * The responses that an arm is trained on. Arms with the same realign block have the same questions in the same order; only their responses differ.
 */
public sealed interface ArmData extends ArmConfig {
    /** Chooses the version of each row on which an arm is trained. */
    interface Choice {
        /**
         * The version of a row on which the arm is trained.
         *
         * @param row its number, from 0
         * @param original the original row
         * @param realigned the row after realigning
         * @return the row to train on
         */
        Conversation of(int row, Conversation original, Conversation realigned);
    }

    /**
     * Creates the choice of the arm's rows.
     *
     * @param rows the number of rows
     * @return the choice for each row
     */
    Choice choice(int rows);

    /**
     * The share of rows with their realigned response.
     *
     * @return from 0 to 1; absent for controls, whose responses are neither original nor realigned
     */
    default Optional<Double> realignedShare() {
        return Optional.empty();
    }

    /**
     * The block of {@code realigns} whose rows are used.
     *
     * @return its name; absent for the block {@code realign}
     */
    Optional<String> block();

    @Override
    default <T> T match(Function<ArmData, T> responses, Function<Data, T> rows, Function<OutsideArm, T> outside) {
        return responses.apply(this);
    }

    /**
     * The original responses: {@code original}.
     *
     * @param block a block of {@code realigns}; default {@code realign}
     */
    record Original(@Identity Optional<String> block) implements ArmData {
        @Override
        public Choice choice(int rows) {
            return (row, original, realigned) -> original;
        }

        @Override
        public Optional<Double> realignedShare() {
            return Optional.of(0.0);
        }
    }

    /**
     * The realigned responses: {@code realigned}, or a share of them with the original responses of the other rows:
     * {@code {realigned: {share: 0.05}}}.
     *
     * @param share the share of rows with their realigned response, from 0 to 1
     * @param seed the seed for drawing those rows; a larger share includes the rows of a smaller one
     * @param block a block of {@code realigns}; default {@code realign}
     */
    record Realigned(
            @Default("1.0") @Identity double share,
            @Default("0") @Identity long seed,
            @Identity Optional<String> block) implements ArmData {
        /** Checks the share. */
        public Realigned {
            Check.argument(share >= 0 && share <= 1, "share (%s) must lie between 0 and 1", share);
        }

        /** Selects the first rows of a seeded permutation, so that a larger share includes the rows of a smaller one. */
        @Override
        public Choice choice(int rows) {
            List<Integer> order = IntStream.range(0, rows).boxed().collect(Collectors.toList());
            Collections.shuffle(order, new Random(seed));
            BitSet drawn = new BitSet(rows);
            order.subList(0, drawn(rows)).forEach(drawn::set);
            return (row, original, realigned) -> drawn.get(row) ? realigned : original;
        }

        /**
         * The number of rows with their realigned response.
         *
         * @param rows the number of rows
         * @return the share of these rows, rounded
         */
        public int drawn(int rows) {
            return (int) Math.round(share * rows);
        }

        @Override
        public Optional<Double> realignedShare() {
            return Optional.of(share);
        }
    }

    /**
     * A control: the original responses between sentences without information, so that they are longer but not better structured.
     *
     * @param before the text before each response; default: a sentence of thanks
     * @param after the text after each response; default: two friendly sentences
     * @param block a block of {@code realigns}; default {@code realign}
     */
    record Longer(
            @Identity Optional<String> before,
            @Identity Optional<String> after,
            @Identity Optional<String> block) implements ArmData {
        /** Checks that a text is added. */
        public Longer {
            Check.argument(
                    !before.map(String::isBlank).orElse(false)
                            || !after.map(String::isBlank).orElse(false),
                    "before and after must not both be empty: nothing would be added; write a text, or leave one out");
        }

        @Override
        public Choice choice(int rows) {
            String first = before.orElse(ControlResponses.BEFORE);
            String last = after.orElse(ControlResponses.AFTER);
            return (row, original, realigned) ->
                    original.withResponse(ControlResponses.longer(first, original.response(), last));
        }
    }

    /**
     * A control: the realigned responses with the final answer moved to the front.
     *
     * @param block a block of {@code realigns}; default {@code realign}
     */
    record AnswerFirst(@Identity Optional<String> block) implements ArmData {
        @Override
        public Choice choice(int rows) {
            return (row, original, realigned) ->
                    realigned.withResponse(ControlResponses.answerFirst(realigned.response()));
        }
    }
}
