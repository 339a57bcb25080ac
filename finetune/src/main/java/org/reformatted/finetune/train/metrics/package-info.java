/**
 * The metrics of a training: {@link org.reformatted.finetune.train.metrics.StepMeter} computes the
 * {@link org.reformatted.finetune.train.metrics.StepMetrics} of each step, which are written as JSON Lines and as TensorBoard events. Uses
 * {@code train.memory} and {@code realign.base}.
 */
@NullMarked
package org.reformatted.finetune.train.metrics;

import org.jspecify.annotations.NullMarked;
