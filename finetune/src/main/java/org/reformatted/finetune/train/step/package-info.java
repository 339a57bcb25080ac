/**
 * One optimizer step: {@link org.reformatted.finetune.train.step.BackwardPass} computes loss and gradients,
 * {@link org.reformatted.finetune.train.step.AdamW} updates the weights, {@link org.reformatted.finetune.train.step.TrainingState} contains the
 * mutable state. Uses {@code train.config}, {@code model} and {@code kernel}.
 */
@NullMarked
package org.reformatted.finetune.train.step;

import org.jspecify.annotations.NullMarked;
