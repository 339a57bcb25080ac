/**
 * Training handed to an existing distributed trainer: {@link org.reformatted.finetune.job.ExternalTraining} writes a job of token ids, loss weights and the
 * recipe, waits for what it trains, and checks and takes it back. Uses {@code train} for the plan and the results.
 */
@NullMarked
package org.reformatted.finetune.job;

import org.jspecify.annotations.NullMarked;
