package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * A request to a language model.
 *
 * @param turns the conversation so far, ending with the turn to answer
 * @param sampling how the answer is sampled
 * @param topLogprobs the number of most likely tokens at each position whose probabilities are requested; 0 requests none
 * @param parameters the fields that a service is sent in addition to the model and the messages, instead of {@code sampling} and {@code topLogprobs}:
 * exactly the fields of a published protocol, or a {@code response_format}; if empty, those two are sent. If a reply calls one of {@code tools}, the
 * arguments are the text
 */
public record ChatRequest(
        List<Turn> turns,
        SamplingSettings sampling,
        int topLogprobs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> parameters) {
    /** Copies the turns and the parameters, whose order is kept. */
    @JsonCreator
    public ChatRequest {
        Check.argument(!turns.isEmpty(), "turns must not be empty");
        Check.argument(topLogprobs >= 0, "topLogprobs (%s) must not be negative", topLogprobs);
        turns = List.copyOf(turns);
        parameters = parameters == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Creates a request for an answer with the probabilities of the most likely tokens.
     *
     * @param turns the conversation so far, ending with the turn to answer
     * @param sampling how the answer is sampled
     * @param topLogprobs the number of most likely tokens at each position whose probabilities are requested; 0 requests none
     */
    public ChatRequest(List<Turn> turns, SamplingSettings sampling, int topLogprobs) {
        this(turns, sampling, topLogprobs, Map.of());
    }

    /**
     * Creates a request without probabilities.
     *
     * @param turns the conversation so far, ending with the turn to answer
     * @param sampling how the answer is sampled
     */
    public ChatRequest(List<Turn> turns, SamplingSettings sampling) {
        this(turns, sampling, 0);
    }

    /**
     * Creates a request of one question.
     *
     * @param question the user's text
     * @param sampling how the answer is sampled
     * @return the request
     */
    public static ChatRequest of(String question, SamplingSettings sampling) {
        return new ChatRequest(List.of(new Turn(Role.USER, question)), sampling);
    }

    /**
     * Returns a copy with other settings.
     *
     * @param other how the answer is sampled
     * @return a copy
     */
    public ChatRequest withSampling(SamplingSettings other) {
        return new ChatRequest(turns, other, topLogprobs, parameters);
    }
}
