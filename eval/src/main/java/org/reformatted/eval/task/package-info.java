/**
 * The benchmarks, one class each behind {@link org.reformatted.eval.task.EvalTask}: where its samples come from, how they are asked and
 * by which policies outputs are scored. Uses {@code answer} and {@code realign.data}.
 */
@NullMarked
package org.reformatted.eval.task;

import org.jspecify.annotations.NullMarked;
