package org.reformatted.realign.llm;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ModelConfig} needs to be opened.
 *
 * @param files finds a file of the data root
 * @param checkpoints opens checkpoints
 * @param environment the process's environment, which holds addresses and keys
 * @param answers where answers are kept by model and request; null where none are opened, only identities are asked for
 * @param limits who grants requests in place of each endpoint's own limits; absent on one machine
 */
public record ModelAccess(
        Function<String, Path> files,
        CheckpointConfig.Opener checkpoints,
        Map<String, String> environment,
        @Nullable AnswerStore answers,
        Optional<RequestLimits> limits) {
    /**
     * Access of a process that works alone.
     *
     * @param files finds a file of the data root
     * @param checkpoints opens checkpoints
     * @param environment the process's environment
     * @param answers where answers are kept; null where only identities are asked for
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
