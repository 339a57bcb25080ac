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
 * What a language model is asked.
 *
 * @param turns the conversation so far, ending with what is to be answered
 * @param sampling how the answer is drawn
 * @param topLogprobs for how many of the likeliest tokens at each place the probabilities are asked; 0 asks for none
 * @param parameters what a service is sent beside the model and the messages, in place of {@code sampling} and {@code topLogprobs}: the
 *     fields that a published protocol names and no others, or a {@code response_format}; empty sends the two. Of a reply that calls one of
 *     {@code tools}, the arguments are the text
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
     * Asks with the probabilities of the likeliest tokens.
     *
     * @param turns the conversation so far, ending with what is to be answered
     * @param sampling how the answer is drawn
     * @param topLogprobs for how many of the likeliest tokens at each place the probabilities are asked; 0 asks for none
     */
    public ChatRequest(List<Turn> turns, SamplingSettings sampling, int topLogprobs) {
        this(turns, sampling, topLogprobs, Map.of());
    }

    /**
     * Asks without probabilities.
     *
     * @param turns the conversation so far, ending with what is to be answered
     * @param sampling how the answer is drawn
     */
    public ChatRequest(List<Turn> turns, SamplingSettings sampling) {
        this(turns, sampling, 0);
    }

    /**
     * Asks one question.
     *
     * @param question what the user says
     * @param sampling how the answer is drawn
     * @return the request
     */
    public static ChatRequest of(String question, SamplingSettings sampling) {
        return new ChatRequest(List.of(new Turn(Role.USER, question)), sampling);
    }

    /**
     * The same request with other settings.
     *
     * @param other how the answer is drawn
     * @return a copy
     */
    public ChatRequest withSampling(SamplingSettings other) {
        return new ChatRequest(turns, other, topLogprobs, parameters);
    }
}
