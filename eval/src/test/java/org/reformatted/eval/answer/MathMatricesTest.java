package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.algebra.Expression;

/** Values by numpy. */
class MathMatricesTest {
    private static MathValue.Matrix matrix(int[]... rows) {
        return new MathValue.Matrix(Arrays.stream(rows)
                .map(row -> Arrays.stream(row).mapToObj(Expression::of).toList())
                .toList());
    }

    private static int[] row(int... cells) {
        return cells;
    }

    private static List<List<Double>> values(Optional<MathValue> matrix) {
        return ((MathValue.Matrix) matrix.orElseThrow())
                .rows().stream()
                        .map(row -> row.stream().map(Expression::approximately).toList())
                        .toList();
    }

    private static final MathValue.Matrix A = matrix(row(1, 2), row(3, 4));

    @Test
    void products() {
        assertThat(values(MathMatrices.product(A, matrix(row(5, 6, 7), row(8, 9, 10)))))
                .containsExactly(List.of(21.0, 24.0, 27.0), List.of(47.0, 54.0, 61.0));
        assertThat(MathMatrices.product(A, matrix(row(1, 2))))
                .as("sizes differ")
                .isEmpty();
    }

    @Test
    void sums() {
        assertThat(values(MathMatrices.combined(A, A, Expression::plus)))
                .containsExactly(List.of(2.0, 4.0), List.of(6.0, 8.0));
        assertThat(MathMatrices.combined(A, matrix(row(1, 2)), Expression::plus))
                .isEmpty();
    }

    @Test
    void powersAndInverses() {
        assertThat(values(MathMatrices.power(A, 3))).containsExactly(List.of(37.0, 54.0), List.of(81.0, 118.0));
        assertThat(values(MathMatrices.power(A, -1))).containsExactly(List.of(-2.0, 1.0), List.of(1.5, -0.5));
        assertThat(values(MathMatrices.power(matrix(row(4)), -1))).containsExactly(List.of(0.25));
        assertThat(MathMatrices.power(A, 0)).isEmpty();
        assertThat(MathMatrices.power(matrix(row(1, 2)), 2)).as("not square").isEmpty();
        assertThat(MathMatrices.power(A, 21)).as("too large").isEmpty();
    }

    @Test
    void inversesOfThreeRows() {
        MathValue.Matrix three = matrix(row(2, 0, 0), row(0, 4, 0), row(1, 0, 1));
        assertThat(values(MathMatrices.power(three, -1)))
                .containsExactly(List.of(0.5, 0.0, 0.0), List.of(0.0, 0.25, 0.0), List.of(-0.5, 0.0, 1.0));
    }

    @Test
    void transposedAndEach() {
        assertThat(MathMatrices.transposed(matrix(row(1, 2, 3)))).isEqualTo(matrix(row(1), row(2), row(3)));
        assertThat(MathMatrices.each(A, Expression::negated)).isEqualTo(matrix(row(-1, -2), row(-3, -4)));
        assertThat(MathMatrices.columns(matrix(row(1, 2, 3)))).isEqualTo(3);
    }
}
