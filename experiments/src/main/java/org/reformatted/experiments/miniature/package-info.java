/**
 * A world small enough that two processor cores can see the paper's effect in minutes: its words, its word problems, the text a base
 * model reads first, and its tokenizer. Start with {@link org.reformatted.experiments.miniature.Miniature}; uses
 * {@code realign.data}.
 */
@NullMarked
package org.reformatted.experiments.miniature;

import org.jspecify.annotations.NullMarked;
