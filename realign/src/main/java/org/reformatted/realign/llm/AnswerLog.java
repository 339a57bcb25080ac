package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.reformatted.realign.base.Sha256;

/** Receives every new answer before the caller of the model does. It keeps a second copy for work on machines that may lose their disk. */
@FunctionalInterface
public interface AnswerLog {
    /** Keeps no second copy. */
    AnswerLog NONE = answers -> {};

    /**
     * Stores answers. They are safe when this method returns.
     *
     * @param answers new answers, at least one
     */
    void append(List<LoggedAnswer> answers);

    /**
     * An answer as it is stored.
     *
     * @param key the key under which it is stored: {@link AnswerStore#key}
     * @param identity the identity of the model
     * @param request the request, as canonical JSON
     * @param completion the answer, as JSON
     * @param usage the tokens of request and answer
     * @param hash the hash of key and answer
     */
    record LoggedAnswer(String key, String identity, String request, String completion, Usage usage, String hash) {
        static LoggedAnswer of(String key, String identity, String request, String completion, Usage usage) {
            return new LoggedAnswer(key, identity, request, completion, usage, hash(key, completion));
        }

        static String hash(String key, String completion) {
            return Sha256.of(key + completion);
        }

        /**
         * Tests whether the entry is complete and unchanged.
         *
         * @return whether its hash matches its content
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
