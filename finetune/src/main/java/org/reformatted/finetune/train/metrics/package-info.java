/**
 * What a training reports while it runs: {@link org.reformatted.finetune.train.metrics.StepMeter} measures {@link org.reformatted.finetune.train.metrics.StepMetrics} of
 * each step, written as JSON Lines and as events of TensorBoard. Uses {@code train.memory} and {@code realign.base}.
 */
@NullMarked
package org.reformatted.finetune.train.metrics;

import org.jspecify.annotations.NullMarked;
