/**
 * Readability by formula and by format: {@link org.reformatted.eval.readability.Readability}. The formulas measure the lengths of sentences and words
 * and the layout; they are not a judge's rating and are never shown as one.
 */
@NullMarked
package org.reformatted.eval.readability;

import org.jspecify.annotations.NullMarked;
