/**
 * The config and the inputs of a training: {@link org.reformatted.finetune.train.config.SftConfig}. Uses {@code batch}, {@code model} and
 * {@code weights}.
 */
@NullMarked
package org.reformatted.finetune.train.config;

import org.jspecify.annotations.NullMarked;
