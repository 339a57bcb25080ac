/**
 * Supervised finetuning: {@link org.reformatted.finetune.train.SftRun} trains a checkpoint from a config and conversations;
 * {@link org.reformatted.finetune.train.SftTrainer} is its training loop. Uses its sub-packages {@code config}, {@code input}, {@code step},
 * {@code memory} and {@code metrics}.
 */
@NullMarked
package org.reformatted.finetune.train;

import org.jspecify.annotations.NullMarked;
