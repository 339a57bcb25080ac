/**
 * Asks a model a benchmark's questions and scores what it says: {@link org.reformatted.eval.run.Evaluator}. Writes
 * {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}, and continues after a crash where it was.
 */
@NullMarked
package org.reformatted.eval.run;

import org.jspecify.annotations.NullMarked;
