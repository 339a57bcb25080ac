/**
 * The memory of a training, computed before it starts: {@link org.reformatted.finetune.train.memory.MemoryPlan} of a
 * {@link org.reformatted.finetune.train.memory.TrainingSize}, which {@link org.reformatted.finetune.train.memory.MemoryCheck} compares with the
 * device. Uses {@code train.step} and {@code train.input}.
 */
@NullMarked
package org.reformatted.finetune.train.memory;

import org.jspecify.annotations.NullMarked;
