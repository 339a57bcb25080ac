/**
 * Supervised finetuning: {@link org.reformatted.finetune.train.SftRun} goes from a config and conversations to a checkpoint,
 * {@link org.reformatted.finetune.train.SftTrainer} is the loop inside. On top of the packages {@code config}, {@code input}, {@code step},
 * {@code memory} and {@code metrics} in it.
 */
@NullMarked
package org.reformatted.finetune.train;

import org.jspecify.annotations.NullMarked;
