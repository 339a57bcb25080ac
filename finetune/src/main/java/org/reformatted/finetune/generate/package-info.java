/**
 * Generates text with a checkpoint: {@link org.reformatted.finetune.generate.LlamaChatModel} answers conversations;
 * {@link org.reformatted.finetune.generate.TextGenerator} continues raw text and computes the likelihood of continuations. Both use
 * {@link org.reformatted.finetune.generate.BatchGenerator}. Uses {@code model}, {@code batch} and {@code realign.llm}.
 */
@NullMarked
package org.reformatted.finetune.generate;

import org.jspecify.annotations.NullMarked;
