/**
 * Converts conversations to batches of tokens: {@link org.reformatted.finetune.batch.ChatTemplate} and
 * {@link org.reformatted.finetune.batch.ChatEncoder} create {@link org.reformatted.finetune.batch.TokenizedExample}s, and
 * {@link org.reformatted.finetune.batch.BatchPlan} assigns them to steps. Uses {@code realign.text}, but not PyTorch.
 */
@NullMarked
package org.reformatted.finetune.batch;

import org.jspecify.annotations.NullMarked;
