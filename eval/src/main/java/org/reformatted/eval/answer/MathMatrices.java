package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.reformatted.eval.algebra.Expression;

/** Arithmetic of matrices of expressions. */
final class MathMatrices {
    private static final int MAX_POWER = 20;
    private static final int MAX_DETERMINANT = 5;

    private MathMatrices() {}

    /** Multiplies a (R x K) by b (K x C); empty when the sizes don't match. */
    static Optional<MathValue> product(MathValue.Matrix a, MathValue.Matrix b) {
        if (columns(a) != b.rows().size()) {
            return Optional.empty();
        }
        List<List<Expression>> rows = new ArrayList<>();
        for (List<Expression> row : a.rows()) {
            List<Expression> cells = new ArrayList<>();
            for (int column = 0; column < columns(b); column++) {
                Expression cell = Expression.ZERO;
                for (int k = 0; k < row.size(); k++) {
                    cell = cell.plus(row.get(k).times(b.rows().get(k).get(column)));
                }
                cells.add(cell);
            }
            rows.add(cells);
        }
        return Optional.of(new MathValue.Matrix(rows));
    }

    /** Combines two matrices cell by cell; empty when the sizes differ. */
    static Optional<MathValue> combined(MathValue.Matrix a, MathValue.Matrix b, BinaryOperator<Expression> with) {
        if (a.rows().size() != b.rows().size() || columns(a) != columns(b)) {
            return Optional.empty();
        }
        return Optional.of(new MathValue.Matrix(IntStream.range(0, a.rows().size())
                .mapToObj(i -> IntStream.range(0, columns(a))
                        .mapToObj(j -> with.apply(
                                a.rows().get(i).get(j), b.rows().get(i).get(j)))
                        .toList())
                .toList()));
    }

    static MathValue.Matrix each(MathValue.Matrix matrix, UnaryOperator<Expression> change) {
        return new MathValue.Matrix(matrix.rows().stream()
                .map(row -> row.stream().map(change).toList())
                .toList());
    }

    static MathValue.Matrix transposed(MathValue.Matrix matrix) {
        return new MathValue.Matrix(IntStream.range(0, columns(matrix))
                .mapToObj(j -> matrix.rows().stream().map(row -> row.get(j)).toList())
                .toList());
    }

    /** Returns an integer power of a square matrix; a negative power is that of its inverse. Empty for other matrices and for the power 0. */
    static Optional<MathValue> power(MathValue.Matrix matrix, int exponent) {
        if (exponent < 0 && exponent >= -MAX_POWER) {
            return inverse(matrix).flatMap(inverse -> power(inverse, -exponent));
        }
        if (exponent < 1
                || exponent > MAX_POWER
                || columns(matrix) != matrix.rows().size()) {
            return Optional.empty();
        }
        Optional<MathValue> power = Optional.of(matrix);
        for (int i = 1; i < exponent; i++) {
            power = power.flatMap(left -> product((MathValue.Matrix) left, matrix));
        }
        return power;
    }

    /** Returns the inverse of a small square matrix: the transposed cofactors over the determinant; empty where the determinant is 0. */
    private static Optional<MathValue.Matrix> inverse(MathValue.Matrix matrix) {
        Optional<Expression> determinant = determinant(matrix).filter(value -> !value.equals(Expression.ZERO));
        if (determinant.isEmpty() || matrix.rows().size() == 1) {
            return determinant.map(value -> each(matrix, cell -> Expression.ONE.dividedBy(cell)));
        }
        int size = matrix.rows().size();
        MathValue.Matrix cofactors = new MathValue.Matrix(IntStream.range(0, size)
                .mapToObj(i -> IntStream.range(0, size)
                        .mapToObj(j -> cofactor(matrix.rows(), i, j))
                        .toList())
                .toList());
        return Optional.of(each(transposed(cofactors), cell -> cell.dividedBy(determinant.get())));
    }

    private static Expression cofactor(List<List<Expression>> rows, int row, int column) {
        List<List<Expression>> first = new ArrayList<>(rows);
        first.add(0, first.remove(row));
        Expression minor = determinant(minor(first, column));
        return (row + column) % 2 == 0 ? minor : minor.negated();
    }

    /** Returns the determinant of a small square matrix; empty for other matrices. */
    static Optional<Expression> determinant(MathValue.Matrix matrix) {
        int size = matrix.rows().size();
        return size == columns(matrix) && size <= MAX_DETERMINANT
                ? Optional.of(determinant(matrix.rows()))
                : Optional.empty();
    }

    private static Expression determinant(List<List<Expression>> rows) {
        if (rows.size() == 1) {
            return rows.get(0).get(0);
        }
        Expression sum = Expression.ZERO;
        for (int column = 0; column < rows.size(); column++) {
            Expression minor = rows.get(0).get(column).times(determinant(minor(rows, column)));
            sum = column % 2 == 0 ? sum.plus(minor) : sum.minus(minor);
        }
        return sum;
    }

    private static List<List<Expression>> minor(List<List<Expression>> rows, int column) {
        return rows.subList(1, rows.size()).stream()
                .map(row -> IntStream.range(0, row.size())
                        .filter(j -> j != column)
                        .mapToObj(row::get)
                        .toList())
                .toList();
    }

    static int columns(MathValue.Matrix matrix) {
        return matrix.rows().get(0).size();
    }
}
