package org.reformatted.realign.llm;

import java.util.List;

/** A language model that can be asked how likely a text is, which scores multiple choice without any writing. */
public interface LogLikelihoodModel {
    /**
     * A text and what might follow it.
     *
     * @param context what comes before; may be empty
     * @param continuation what is weighed
     */
    record Pair(String context, String continuation) {}

    /**
     * Weighs continuations.
     *
     * @param pairs what is asked
     * @return for each, the natural logarithm of the probability that the model continues the context so: the sum over its tokens
     */
    double[] logLikelihoods(List<Pair> pairs);

    /**
     * Weighs one continuation.
     *
     * @param context what comes before; may be empty
     * @param continuation what is weighed
     * @return the natural logarithm of its probability after the context
     */
    default double logLikelihood(String context, String continuation) {
        return logLikelihoods(List.of(new Pair(context, continuation)))[0];
    }
}
