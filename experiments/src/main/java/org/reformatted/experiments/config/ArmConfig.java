package org.reformatted.experiments.config;

import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.pipeline.InputConfig;

/**
 * An arm of an experiment: a model that is trained here, on responses of the instruction set ({@link ArmData}) or on rows of its own
 * ({@link Data}), or one from outside, which is only evaluated ({@link OutsideArm}).
 */
public sealed interface ArmConfig permits ArmData, ArmConfig.Data, OutsideArm {
    /**
     * Calls the function for the kind of arm.
     *
     * @param responses for an arm that is trained on responses of the instruction set
     * @param rows for an arm that is trained on rows of its own
     * @param outside for an arm that is not trained here
     * @param <T> the result
     * @return what the function returns
     */
    <T> T match(Function<ArmData, T> responses, Function<Data, T> rows, Function<OutsideArm, T> outside);

    /**
     * The arm as one that is trained on responses of the instruction set.
     *
     * @return absent for the other kinds
     */
    default Optional<ArmData> responses() {
        return match(Optional::of, rows -> Optional.empty(), outside -> Optional.empty());
    }

    /**
     * The arm as one from outside.
     *
     * @return absent for an arm that is trained here
     */
    default Optional<OutsideArm> outside() {
        return match(responses -> Optional.empty(), rows -> Optional.empty(), Optional::of);
    }

    /**
     * Whether the arm is trained here, and needs {@code finetune}.
     *
     * @return false of an arm from outside
     */
    default boolean isTrained() {
        return match(responses -> true, rows -> true, outside -> false);
    }

    /**
     * Rows of its own: {@code {data: {path: FILE, format: NAME}}}. Nothing but the rows is known of how they differ from another arm's.
     *
     * @param data the rows
     */
    record Data(InputConfig data) implements ArmConfig {
        @Override
        public <T> T match(Function<ArmData, T> responses, Function<Data, T> rows, Function<OutsideArm, T> outside) {
            return rows.apply(this);
        }
    }
}
