package org.reformatted.realign.classify;

import java.util.List;

/** Classifies queries into task categories. */
public interface TaskClassifier extends AutoCloseable {
    /**
     * Returns the identity of the classifier, which is so precise that equal identities and queries give equal answers.
     *
     * @return the identity
     */
    String identity();

    /**
     * Classifies queries.
     *
     * @param queries the text before each answer: only the question, or the turns with their speakers
     * @return one classification per query, in their order
     */
    List<Classification> classify(List<String> queries);

    /** Releases the classifier's resources; a second call has no effect. */
    @Override
    default void close() {}
}
