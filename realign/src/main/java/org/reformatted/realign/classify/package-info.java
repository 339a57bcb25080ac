/**
 * Classifies queries into task categories, by a local model with ND4J and DL4J or by a language model. Start with
 * {@link org.reformatted.realign.classify.TaskClassifier}. Uses {@code criteria} and {@code llm}.
 */
@NullMarked
package org.reformatted.realign.classify;

import org.jspecify.annotations.NullMarked;
