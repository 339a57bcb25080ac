package org.reformatted.realign.llm;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The resources for opening a {@link ModelConfig}.
 *
 * @param files finds a file of the data root
 * @param checkpoints opens checkpoints
 * @param environment the process's environment, with addresses and keys
 * @param answers the store of answers by model and request; null if only identities are needed and no model is opened
 * @param limits grants requests instead of each endpoint's own limits; absent on a single machine
 */
public record ModelAccess(
        Function<String, Path> files,
        CheckpointConfig.Opener checkpoints,
        Map<String, String> environment,
        @Nullable AnswerStore answers,
        Optional<RequestLimits> limits) {
    /**
     * Creates the access of a process that shares no limits with others.
     *
     * @param files finds a file of the data root
     * @param checkpoints opens checkpoints
     * @param environment the process's environment
     * @param answers the store of answers; null if only identities are needed
     */
    public ModelAccess(
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            @Nullable AnswerStore answers) {
        this(files, checkpoints, environment, answers, Optional.empty());
    }

    /** The store of answers. */
    AnswerStore store() {
        if (answers == null) {
            throw new IllegalStateException("a model can be opened only with a store of answers");
        }
        return answers;
    }
}
