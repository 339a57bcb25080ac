/**
 * Comparison of formulas: {@link org.reformatted.eval.algebra.Expression} represents a formula,
 * {@link org.reformatted.eval.algebra.ExpressionEquality} compares two of them. Rational values are exact; others have 80 digits (Hipparchus'
 * {@code Dfp}).
 */
@NullMarked
package org.reformatted.eval.algebra;

import org.jspecify.annotations.NullMarked;
