package org.reformatted.eval.answer;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;

/** The parsed value of an answer to a mathematics problem. */
sealed interface MathValue {
    /**
     * A number or formula.
     *
     * @param expression its value
     * @param decimals number of digits after the decimal point as written, -1 when it has none
     * @param unit its unit, null when none is given
     */
    record Scalar(
            Expression expression, int decimals, @Nullable Unit unit) implements MathValue {
        Scalar(Expression expression) {
            this(expression, -1, null);
        }
    }

    /**
     * An answer in words.
     *
     * @param text the words in lower case
     */
    record Words(String text) implements MathValue {}

    /**
     * A point, a vector written in a line, an interval or a ratio; its brackets are part of the value.
     *
     * @param open {@code (} or {@code [}, or {@code :} for a ratio
     * @param close {@code )} or {@code ]}, or {@code :} for a ratio
     * @param items its items in order
     */
    record Tuple(char open, char close, List<MathValue> items) implements MathValue {}

    /**
     * A set in braces, or a list of several answers; their order has no meaning.
     *
     * @param items its items in the order written
     * @param braces whether it is in braces
     */
    record Several(List<MathValue> items, boolean braces) implements MathValue {}

    /**
     * A union, intersection or difference of sets.
     *
     * @param sign {@code ∪}, {@code ∩} or {@code ∖}
     * @param parts its operands in the order written
     */
    record SetOperation(char sign, List<MathValue> parts) implements MathValue {}

    /**
     * A matrix with any kind of brackets.
     *
     * @param rows its rows, all of the same length
     */
    record Matrix(List<List<Expression>> rows) implements MathValue {}

    /**
     * A remainder: {@code x ≡ 3 (mod 7)}, {@code 3 (mod 7)}.
     *
     * @param of the number that has this remainder, null when it is not given
     * @param remainder the remainder, or another number of its class
     * @param modulus the divisor
     */
    record Congruence(@Nullable MathValue of, Expression remainder, Expression modulus) implements MathValue {
        /** Returns whether both are the same residue class, and of the same number where both name one. */
        boolean equal(Congruence other) {
            boolean subjects =
                    of == null || other.of == null || MathEquivalence.sameInOrder(List.of(of), List.of(other.of));
            return subjects && ExpressionEquality.same(modulus, other.modulus) && inOneClass(other.remainder);
        }

        private boolean inOneClass(Expression number) {
            Optional<BigFraction> turns =
                    remainder.minus(number).dividedBy(modulus).number();
            return turns.isPresent()
                    ? turns.get().getDenominator().equals(BigInteger.ONE)
                    : ExpressionEquality.same(remainder, number);
        }

        /** Returns whether this is only a number, and the number is the least remainder. */
        boolean isLeast(Expression number) {
            return of == null
                    && ExpressionEquality.same(remainder, number)
                    && ExpressionEquality.order(number, Expression.ZERO).orElse(-1) >= 0
                    && ExpressionEquality.order(number, modulus).orElse(1) < 0;
        }
    }

    /**
     * An equation or inequality, or a chain of them.
     *
     * @param sides its sides, at least two
     * @param signs the signs between the sides, each one of {@code = < > ≤ ≥ ≠ ∈}
     */
    record Relation(List<MathValue> sides, List<Character> signs) implements MathValue {}
}
