package org.reformatted.realign.llm;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ModelConfig} needs to be opened.
 *
 * @param files finds a file of the data root
 * @param checkpoints opens checkpoints
 * @param environment the process's environment, which holds addresses and keys
 * @param answers where answers are kept by model and request; null where none are opened, only identities are asked for
 */
public record ModelAccess(
        Function<String, Path> files,
        CheckpointConfig.Opener checkpoints,
        Map<String, String> environment,
        @Nullable AnswerStore answers) {
    /** The store of answers. */
    AnswerStore store() {
        if (answers == null) {
            throw new IllegalStateException("a model can be opened only with a store of answers");
        }
        return answers;
    }
}
