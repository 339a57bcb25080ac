/**
 * Extracts answers from outputs and judges them: named policies such as those of {@link org.reformatted.eval.answer.Gsm8kAnswer}, which all appear in
 * every result. Pure functions of texts.
 */
@NullMarked
package org.reformatted.eval.answer;

import org.jspecify.annotations.NullMarked;
