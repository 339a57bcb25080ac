/**
 * One optimizer step: {@link org.reformatted.finetune.train.step.BackwardPass} gives loss and gradients,
 * {@link org.reformatted.finetune.train.step.AdamW} moves the weights, {@link org.reformatted.finetune.train.step.TrainingState} holds all that changes.
 * Uses {@code train.config}, {@code model} and {@code kernel}.
 */
@NullMarked
package org.reformatted.finetune.train.step;

import org.jspecify.annotations.NullMarked;
