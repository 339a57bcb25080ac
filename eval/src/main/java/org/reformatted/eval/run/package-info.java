/**
 * Queries a model with a benchmark's questions and scores its answers: {@link org.reformatted.eval.run.Evaluator}. The evaluator writes
 * {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}, and resumes after a crash where it stopped.
 */
@NullMarked
package org.reformatted.eval.run;

import org.jspecify.annotations.NullMarked;
