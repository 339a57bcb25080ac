package org.reformatted.realign.llm;

import java.util.List;

/** A language model that computes the likelihood of a text, for scoring multiple choice without generation. */
public interface LogLikelihoodModel {
    /**
     * A context and a possible continuation.
     *
     * @param context the text before the continuation; may be empty
     * @param continuation the text to score
     */
    record Pair(String context, String continuation) {}

    /**
     * Scores continuations.
     *
     * @param pairs the contexts and continuations
     * @return for each pair, the natural logarithm of the probability of the continuation after the context: the sum over its tokens
     */
    double[] logLikelihoods(List<Pair> pairs);

    /**
     * Scores one continuation.
     *
     * @param context the text before the continuation; may be empty
     * @param continuation the text to score
     * @return the natural logarithm of its probability after the context
     */
    default double logLikelihood(String context, String continuation) {
        return logLikelihoods(List.of(new Pair(context, continuation)))[0];
    }
}
