package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.reformatted.realign.base.Sha256;

/** Receives every new answer before the caller of the model does: a second copy for work whose own disk may be lost with its machine. */
@FunctionalInterface
public interface AnswerLog {
    /** Keeps no second copy. */
    AnswerLog NONE = answers -> {};

    /**
     * Keeps answers. They are safe when this returns.
     *
     * @param answers new answers, at least one
     */
    void append(List<LoggedAnswer> answers);

    /**
     * An answer as it is kept.
     *
     * @param key the name it is kept under: {@link AnswerStore#key}
     * @param identity who answered
     * @param request what was asked, as canonical JSON
     * @param completion the answer, as JSON
     * @param usage the tokens it took
     * @param hash of key and answer
     */
    record LoggedAnswer(String key, String identity, String request, String completion, Usage usage, String hash) {
        static LoggedAnswer of(String key, String identity, String request, String completion, Usage usage) {
            return new LoggedAnswer(key, identity, request, completion, usage, hash(key, completion));
        }

        static String hash(String key, String completion) {
            return Sha256.of(key + completion);
        }

        /**
         * Whether the entry is as it was written.
         *
         * @return whether its hash is that of its content
         */
        @JsonIgnore
        public boolean isSound() {
            return key != null
                    && identity != null
                    && request != null
                    && completion != null
                    && usage != null
                    && hash(key, completion).equals(hash);
        }
    }
}
