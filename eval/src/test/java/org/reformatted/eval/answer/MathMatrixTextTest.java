package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.eval.algebra.Expression;

class MathMatrixTextTest {
    private static final MathValue.Matrix EXPECTED = new MathValue.Matrix(
            List.of(List.of(Expression.ONE, Expression.of(2)), List.of(Expression.of(3), Expression.of(4))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
                "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\\\ \\end{bmatrix}",
                "\\begin{array}{cc}1&2\\\\3&4\\end{array}",
                "\\left(\\begin{matrix}1&2\\\\3&4\\end{matrix}\\right)"
            })
    void environments(String answer) {
        assertThat(MathEquivalence.values(answer)).contains(EXPECTED);
    }

    @Test
    void bars() {
        // 1*4 - 2*3 = -2
        MathValue determinant = MathEquivalence.values("\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}")
                .get(0);
        assertThat(((MathValue.Scalar) determinant).expression().approximately())
                .isEqualTo(-2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\begin{pmatrix}1&2\\\\3\\end{pmatrix}",
                "\\begin{pmatrix}1&2",
                "\\begin{align}1&2\\end{align}",
                "\\begin{pmatrix}1&2\\end{pmatrix"
            })
    void whatIsNoMatrixIsNotRead(String answer) {
        assertThat(MathEquivalence.values(answer)).isEmpty();
    }
}
