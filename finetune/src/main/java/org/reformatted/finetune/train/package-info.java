/**
 * Supervised finetuning: {@link org.reformatted.finetune.train.SftRun} goes from a config and conversations to a checkpoint,
 * {@link org.reformatted.finetune.train.SftTrainer} is the loop inside. Leans on {@code batch}, {@code model} and {@code weights}.
 */
@NullMarked
package org.reformatted.finetune.train;

import org.jspecify.annotations.NullMarked;
