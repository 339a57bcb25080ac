package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.eval.answer.MathParserTest.parse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.eval.algebra.Expression;

class MathFormulasTest {
    private static final String MATRIX = "\\begin{pmatrix}1&2" + MathText.ROW + "3&4\\end{pmatrix}";

    private static List<Integer> cells(String text) {
        return ((MathValue.Matrix) parse(text))
                .rows().stream()
                        .flatMap(List::stream)
                        .map(cell -> cell.number().orElseThrow().intValue())
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2+3*4, 14",
        "2-3-4, -5",
        "-2^2, -4",
        "(-2)^2, 4",
        "6/2*3, 9",
        "2(3+4), 14",
        "2*-3, -6",
        "--5, 5",
        "2^{1+2}, 8"
    })
    void signsBindAsInMathematics(String formula, int value) {
        Expression read = MathFormulas.scalar(parse(formula));
        assertThat(read.number().orElseThrow().intValue()).isEqualTo(value);
    }

    @Test
    void asManyDecimalsAsTheMostOfASum() {
        assertThat(((MathValue.Scalar) parse("0.50+1.5")).decimals()).isEqualTo(2);
        assertThat(((MathValue.Scalar) parse("7")).decimals()).isEqualTo(-1);
    }

    @Test
    void matricesAreAddedMultipliedAndRaised() {
        assertThat(cells(MATRIX + "+" + MATRIX)).containsExactly(2, 4, 6, 8);
        assertThat(cells("2" + MATRIX)).containsExactly(2, 4, 6, 8);
        assertThat(cells(MATRIX + "/2*2")).containsExactly(1, 2, 3, 4);
        assertThat(cells(MATRIX + "*" + MATRIX)).containsExactly(7, 10, 15, 22);
        assertThat(cells(MATRIX + "^2")).containsExactly(7, 10, 15, 22);
        assertThat(cells(MATRIX + "^T")).containsExactly(1, 3, 2, 4);
        assertThat(cells("-" + MATRIX)).containsExactly(-1, -2, -3, -4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 3", "2+", "*2", "2^", "(1,2)+1"})
    void whatIsNoFormulaIsNotRead(String text) {
        assertThat(MathParser.parse(text)).isEmpty();
    }

    @Test
    void bracketsAreReadToADepthOfSixty() {
        assertThat(MathParser.parse("(".repeat(59) + "1" + ")".repeat(59))).isPresent();
        assertThat(MathParser.parse("(".repeat(60) + "1" + ")".repeat(60))).isEmpty();
    }
}
