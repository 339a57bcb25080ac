package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.eval.algebra.Expression;

class MathParserTest {
    static MathValue parse(String plain) {
        return MathParser.parse(plain).orElseThrow(() -> new AssertionError("unread: " + plain));
    }

    static MathValue number(long value) {
        return new MathValue.Scalar(Expression.of(value));
    }

    private static MathValue relation(String left, char sign, long right) {
        return new MathValue.Relation(
                List.of(new MathValue.Scalar(new Expression.Symbol(left)), number(right)), List.of(sign));
    }

    @Test
    void commasMakeAListAndSemicolonsAListOfPoints() {
        assertThat(parse("1,2")).isEqualTo(new MathValue.Several(List.of(number(1), number(2)), false));
        assertThat(parse("1,2;3,4"))
                .isEqualTo(new MathValue.Several(
                        List.of(
                                new MathValue.Tuple('(', ')', List.of(number(1), number(2))),
                                new MathValue.Tuple('(', ')', List.of(number(3), number(4)))),
                        false));
    }

    @Test
    void inequalitiesJoinedByOrAreOneSetAndEquationsAList() {
        assertThat(parse("x<1∨x>3"))
                .isEqualTo(new MathValue.SetOperation('∪', List.of(relation("x", '<', 1), relation("x", '>', 3))));
        assertThat(parse("x=1∨x=3"))
                .isEqualTo(new MathValue.Several(List.of(relation("x", '=', 1), relation("x", '=', 3)), false));
    }

    @Test
    void ratiosUnionsAndRemainders() {
        assertThat(parse("3:4:5")).isEqualTo(new MathValue.Tuple(':', ':', List.of(number(3), number(4), number(5))));
        assertThat(parse("(1,2)∖(3,4)"))
                .isEqualTo(new MathValue.SetOperation(
                        '∖',
                        List.of(
                                new MathValue.Tuple('(', ')', List.of(number(1), number(2))),
                                new MathValue.Tuple('(', ')', List.of(number(3), number(4))))));
        assertThat(parse("3" + MathText.MODULUS + "{7}"))
                .isEqualTo(new MathValue.Congruence(null, Expression.of(3), Expression.of(7)));
    }

    private static List<Integer> numbers(String plain) {
        return ((MathValue.Several) parse(plain))
                .items().stream()
                        .map(item ->
                                MathFormulas.scalar(item).number().orElseThrow().intValue())
                        .toList();
    }

    @Test
    void aPlusMinusSignGivesBothValues() {
        assertThat(numbers("1±2")).containsExactly(3, -1);
        assertThat(numbers("1∓2")).containsExactly(-1, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1)", "x=", "1,,2", "\\"})
    void whatCannotBeReadIsNoValue(String plain) {
        assertThat(MathParser.parse(plain)).isEmpty();
    }

    @Test
    void textsOfMoreThanTwoThousandCharactersAreNotRead() {
        assertThat(MathParser.parse("1" + " ".repeat(1999))).isPresent();
        assertThat(MathParser.parse("1" + " ".repeat(2000))).isEmpty();
    }
}
