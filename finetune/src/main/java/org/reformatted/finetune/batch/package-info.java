/**
 * From conversations to batches of tokens: {@link org.reformatted.finetune.batch.ChatTemplate} and {@link
 * org.reformatted.finetune.batch.ChatEncoder} make {@link org.reformatted.finetune.batch.TokenizedExample}s, and {@link
 * org.reformatted.finetune.batch.BatchPlan} says which of them each step sees. Uses {@code realign.text}; no PyTorch.
 */
@NullMarked
package org.reformatted.finetune.batch;

import org.jspecify.annotations.NullMarked;
