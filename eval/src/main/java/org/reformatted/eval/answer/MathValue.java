package org.reformatted.eval.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.algebra.Expression;

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
     * @param braces whether it stands in braces
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
     * An equation or inequality, or a chain of them.
     *
     * @param sides at least two
     * @param signs what stands between them, one of {@code = < > ≤ ≥ ≠ ∈}
     */
    record Relation(List<MathValue> sides, List<Character> signs) implements MathValue {}
}
