/**
 * Comparison of formulas: {@link org.reformatted.eval.algebra.Expression} is what is written, {@link org.reformatted.eval.algebra.ExpressionEquality}
 * says whether two of them are the same. Rational values are exact; others have 80 digits (Hipparchus' {@code Dfp}).
 */
@NullMarked
package org.reformatted.eval.algebra;

import org.jspecify.annotations.NullMarked;
