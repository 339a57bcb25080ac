package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.reformatted.realign.base.Check;

/**
 * A language model's answer.
 *
 * @param candidates the sampled texts, at least one, in the order of the reply
 * @param usage the tokens of prompt and answer
 * @param model the model's name in the reply, such as {@code gpt-3.5-turbo-1106}
 */
public record Completion(List<Candidate> candidates, Usage usage, String model) {
    /** Copies the candidates. */
    public Completion {
        Check.argument(!candidates.isEmpty(), "candidates must not be empty");
        candidates = List.copyOf(candidates);
    }

    /**
     * One sampled text.
     *
     * @param text the answer, without the stop text
     * @param finishReason why it ended
     * @param logprobs the probabilities of its tokens; empty unless requested
     */
    public record Candidate(
            String text,
            FinishReason finishReason,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TokenLogprob> logprobs) {
        /** Copies the probabilities. */
        @JsonCreator
        public Candidate {
            logprobs = logprobs == null ? List.of() : List.copyOf(logprobs);
        }

        /**
         * Creates a candidate without probabilities.
         *
         * @param text the answer, without the stop text
         * @param finishReason why it ended
         */
        public Candidate(String text, FinishReason finishReason) {
            this(text, finishReason, List.of());
        }
    }

    /**
     * Returns the first candidate's text.
     *
     * @return the text
     */
    public String text() {
        return candidates.get(0).text();
    }
}
