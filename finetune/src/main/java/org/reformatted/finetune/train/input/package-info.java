/**
 * The start of a training: {@link org.reformatted.finetune.train.input.BaseModel}, {@link org.reformatted.finetune.train.input.TrainingSet} and the
 * fingerprint of both together with the config. Uses {@code train.config}, {@code batch} and {@code weights}.
 */
@NullMarked
package org.reformatted.finetune.train.input;

import org.jspecify.annotations.NullMarked;
