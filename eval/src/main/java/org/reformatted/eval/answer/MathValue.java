package org.reformatted.eval.answer;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;

/** What an answer to a mathematics problem says, once it is read. */
sealed interface MathValue {
    /**
     * A number or formula.
     *
     * @param expression its value
     * @param decimals digits behind the decimal point it was written with, -1 when it has none
     * @param unit what it counts or measures, null when that is not said
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
     * @param text in lower case
     */
    record Words(String text) implements MathValue {}

    /**
     * A point, a vector written in a line, an interval or a ratio: its brackets belong to it.
     *
     * @param open {@code (} or {@code [}, or {@code :} of a ratio
     * @param close {@code )} or {@code ]}, or {@code :}
     * @param items in order
     */
    record Tuple(char open, char close, List<MathValue> items) implements MathValue {}

    /**
     * A set in braces, or several answers behind one another; their order says nothing.
     *
     * @param items in the order written
     * @param braces whether it is in braces
     */
    record Several(List<MathValue> items, boolean braces) implements MathValue {}

    /**
     * A union, intersection or difference of sets.
     *
     * @param sign {@code ∪}, {@code ∩} or {@code ∖}
     * @param parts in the order written
     */
    record SetOperation(char sign, List<MathValue> parts) implements MathValue {}

    /**
     * A matrix, whatever its brackets.
     *
     * @param rows all of one length
     */
    record Matrix(List<List<Expression>> rows) implements MathValue {}

    /**
     * A remainder: {@code x ≡ 3 (mod 7)}, {@code 3 (mod 7)}.
     *
     * @param of what leaves it, null when that is not said
     * @param remainder the remainder, or another number of its class
     * @param modulus the divisor
     */
    record Congruence(@Nullable MathValue of, Expression remainder, Expression modulus) implements MathValue {
        /** Whether two say the same: one class of numbers, and of the same where both say of what. */
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

        /** Whether this states a number alone, which is the least remainder. */
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
     * @param sides at least two
     * @param signs what comes between them, one of {@code = < > ≤ ≥ ≠ ∈}
     */
    record Relation(List<MathValue> sides, List<Character> signs) implements MathValue {}
}
