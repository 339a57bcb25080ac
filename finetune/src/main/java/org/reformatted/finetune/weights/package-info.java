/**
 * Weights on disk: {@link org.reformatted.finetune.weights.HuggingFaceCheckpoint} reads and writes a model's folder,
 * {@link org.reformatted.finetune.weights.SafeTensors} one file of it. Uses {@code model} and {@code kernel}.
 */
@NullMarked
package org.reformatted.finetune.weights;

import org.jspecify.annotations.NullMarked;
