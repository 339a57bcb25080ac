/**
 * LLaMA-architecture models: {@link org.reformatted.finetune.model.LlamaModel} has the weights and computes with them,
 * {@link org.reformatted.finetune.model.LlamaConfig} defines their shape. Uses {@code kernel}.
 */
@NullMarked
package org.reformatted.finetune.model;

import org.jspecify.annotations.NullMarked;
