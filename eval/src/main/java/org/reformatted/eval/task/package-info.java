/**
 * The benchmarks, implementations of {@link org.reformatted.eval.task.EvalTask}: a task defines the source of its samples, their prompts and the
 * policies that score the outputs. Uses {@code answer} and {@code realign.data}.
 */
@NullMarked
package org.reformatted.eval.task;

import org.jspecify.annotations.NullMarked;
