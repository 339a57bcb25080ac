package org.reformatted.realign.llm;

import java.util.Map;

/**
 * One token of an answer and its probability.
 *
 * @param token its text
 * @param logprob the natural logarithm of its probability
 * @param top the most likely tokens at its position with the logarithms of their probabilities, often including the token itself
 */
public record TokenLogprob(String token, double logprob, Map<String, Double> top) {
    /** Copies the map. */
    public TokenLogprob {
        top = Map.copyOf(top);
    }
}
