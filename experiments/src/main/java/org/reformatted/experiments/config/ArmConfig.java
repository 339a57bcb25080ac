package org.reformatted.experiments.config;

import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.pipeline.InputConfig;

/**
 * An arm of an experiment: a model that is trained on responses of the instruction set ({@link ArmData}) or on separate rows ({@link Data}), or an
 * external model, which is only evaluated ({@link OutsideArm}).
 */
public sealed interface ArmConfig permits ArmData, ArmConfig.Data, OutsideArm {
    /**
     * Calls the function for the kind of arm.
     *
     * @param responses for an arm that is trained on responses of the instruction set
     * @param rows for an arm that is trained on separate rows
     * @param outside for an arm that is not trained here
     * @param <T> the result
     * @return the result of the function
     */
    <T> T match(Function<ArmData, T> responses, Function<Data, T> rows, Function<OutsideArm, T> outside);

    /**
     * This arm, if it is trained on responses of the instruction set.
     *
     * @return absent for the other kinds
     */
    default Optional<ArmData> responses() {
        return match(Optional::of, rows -> Optional.empty(), outside -> Optional.empty());
    }

    /**
     * This arm, if it is external.
     *
     * @return absent for an arm that is trained here
     */
    default Optional<OutsideArm> outside() {
        return match(responses -> Optional.empty(), rows -> Optional.empty(), Optional::of);
    }

    /**
     * Whether the arm is trained here, and needs {@code finetune}.
     *
     * @return false for an external arm
     */
    default boolean isTrained() {
        return match(responses -> true, rows -> true, outside -> false);
    }

    /**
     * Separate rows for this arm: {@code {data: {path: FILE, format: NAME}}}. The experiment cannot know how they differ from the rows of another
     * arm.
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
