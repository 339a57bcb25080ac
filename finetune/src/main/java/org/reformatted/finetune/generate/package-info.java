/**
 * Text out of a checkpoint: {@link org.reformatted.finetune.generate.LlamaChatModel} answers conversations, {@link
 * org.reformatted.finetune.generate.TextGenerator} continues raw text and weighs continuations; both through {@link
 * org.reformatted.finetune.generate.BatchGenerator}. Uses {@code model}, {@code batch} and {@code realign.llm}.
 */
@NullMarked
package org.reformatted.finetune.generate;

import org.jspecify.annotations.NullMarked;
