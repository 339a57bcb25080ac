/**
 * Training by an external, distributed trainer: {@link org.reformatted.finetune.job.ExternalTraining} writes a job with token ids, loss weights and
 * the recipe, waits for the trained weights, checks them and imports them. Uses {@code train} for the plan and the results.
 */
@NullMarked
package org.reformatted.finetune.job;

import org.jspecify.annotations.NullMarked;
