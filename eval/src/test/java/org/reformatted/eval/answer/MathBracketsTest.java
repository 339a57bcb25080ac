package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.eval.answer.MathParserTest.number;
import static org.reformatted.eval.answer.MathParserTest.parse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.eval.algebra.Expression;

class MathBracketsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"(1,2);(;)", "[1,2);[;)", "(1,2];(;]", "[1,2];[;]", "]1,2[;(;)", "]1,2];(;]", "[1,2[;[;)"})
    void pointsAndIntervalsKeepTheirBrackets(String text, char open, char close) {
        assertThat(parse(text)).isEqualTo(new MathValue.Tuple(open, close, List.of(number(1), number(2))));
    }

    @Test
    void roundBracketsAroundOneValueAreNoPoint() {
        assertThat(parse("(7)")).isEqualTo(number(7));
        assertThat(parse("[7]")).isEqualTo(new MathValue.Tuple('[', ']', List.of(number(7))));
    }

    @Test
    void decimalsCountInRoundBracketsAndGroups() {
        assertThat(((MathValue.Scalar) parse("2*(0.50)")).decimals()).isEqualTo(2);
        assertThat(((MathValue.Scalar) parse("0.125*{0.5}")).decimals()).isEqualTo(3);
    }

    @Test
    void setsAreOfItemsOrOfACondition() {
        assertThat(parse("⦃⦄")).isEqualTo(new MathValue.Several(List.of(), true));
        assertThat(parse("⦃1,2⦄")).isEqualTo(new MathValue.Several(List.of(number(1), number(2)), true));
        assertThat(parse("⦃x ∈ ℝ | x > 2⦄")).isEqualTo(parse("x>2"));
    }

    @Test
    void barsAreAnAbsoluteValueANormOrADeterminant() {
        Expression x = new Expression.Symbol("x");
        assertThat(MathFormulas.scalar(parse("|x|"))).isEqualTo(new Expression.Call("abs", List.of(x)));
        assertThat(MathFormulas.scalar(parse("||x||"))).isEqualTo(new Expression.Call("norm", List.of(x)));
        MathValue determinant = parse("|\\begin{matrix}1&2" + MathText.ROW + "3&4\\end{matrix}|");
        assertThat(MathFormulas.scalar(determinant).number().orElseThrow().intValue())
                .isEqualTo(-2);
    }

    @Test
    void roundingsAreFunctions() {
        Expression x = new Expression.Symbol("x");
        assertThat(MathFormulas.scalar(parse("⌊x⌋"))).isEqualTo(new Expression.Call("floor", List.of(x)));
        assertThat(MathFormulas.scalar(parse("⌈x⌉"))).isEqualTo(new Expression.Call("ceil", List.of(x)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(1", "(1,2;3)", "{1", "⦃1", "|1", "||1|", "⌊1", "⌊1⌉", "]1["})
    void whatIsNotClosedIsNotRead(String text) {
        assertThat(MathParser.parse(text)).isEmpty();
    }
}
