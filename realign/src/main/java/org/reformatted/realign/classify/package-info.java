/**
 * Classifies a query's kind of task: {@link org.reformatted.realign.classify.TaskClassifier}, by a model that runs here with ND4J and DL4J, or by
 * a language model. Uses {@code criteria} and {@code llm}.
 */
@NullMarked
package org.reformatted.realign.classify;

import org.jspecify.annotations.NullMarked;
