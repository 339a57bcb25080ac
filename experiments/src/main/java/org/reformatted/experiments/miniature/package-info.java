/**
 * A data set that is small enough to show the paper's effect in minutes on two processor cores: its words, its word problems, the pretraining text of
 * a base model, and its tokenizer. Start with {@link org.reformatted.experiments.miniature.Miniature}; the package depends on {@code realign.data}.
 */
@NullMarked
package org.reformatted.experiments.miniature;

import org.jspecify.annotations.NullMarked;
