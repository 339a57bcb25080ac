package org.reformatted.realign.classify;

import java.util.List;

/** Classifies a query's kind of task. */
public interface TaskClassifier extends AutoCloseable {
    /**
     * Identifies the classifier, so exactly that equal queries get equal answers.
     *
     * @return the identity
     */
    String identity();

    /**
     * Classifies queries.
     *
     * @param queries what comes before each answer: the question alone, or the turns with their speakers
     * @return an answer a query, in their order
     */
    List<Classification> classify(List<String> queries);

    /** Gives back what the classifier holds; a second call does nothing. */
    @Override
    default void close() {}
}
