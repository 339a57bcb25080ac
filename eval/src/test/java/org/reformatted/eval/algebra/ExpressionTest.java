package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class ExpressionTest {
    private static final Expression X = new Expression.Symbol("x");
    private static final Expression PI = new Expression.Symbol("pi");

    @Test
    void decimalsAreExact() {
        assertThat(Expression.of(new BigDecimal("0.1")).number()).hasValue(new BigFraction(1, 10));
        assertThat(Expression.of(new BigDecimal("-2.50")).number()).hasValue(new BigFraction(-5, 2));
        assertThat(Expression.of(new BigDecimal("3e2")).number()).hasValue(new BigFraction(300));
    }

    @Test
    void arithmeticOfNumbersStaysExact() {
        // 1/3 + 1/6 - 1/2 = 0 and (2/3)^-2 = 9/4
        Expression sum = Expression.ONE
                .dividedBy(Expression.of(3))
                .plus(Expression.ONE.dividedBy(Expression.of(6)))
                .minus(Expression.ONE.dividedBy(Expression.of(2)));
        assertThat(sum.number()).hasValue(BigFraction.ZERO);
        assertThat(Expression.of(2)
                        .dividedBy(Expression.of(3))
                        .power(Expression.of(-2))
                        .number())
                .hasValue(new BigFraction(9, 4));
        assertThat(Expression.of(27).root(3).number()).hasValue(new BigFraction(3));
    }

    @Test
    void whatIsNoRationalNumberHasNoExactValue() {
        assertThat(Expression.of(2).root(2).number()).isEmpty();
        assertThat(PI.number()).isEmpty();
        assertThat(X.number()).isEmpty();
        assertThat(Expression.ONE.dividedBy(Expression.ZERO).number()).isEmpty();
    }

    @Test
    void approximationsAreRealOrNaN() {
        assertThat(Expression.of(2).root(2).approximately()).isCloseTo(Math.sqrt(2), within(1e-15));
        assertThat(PI.approximately()).isCloseTo(Math.PI, within(1e-15));
        assertThat(new Expression.Symbol("e").approximately()).isCloseTo(Math.E, within(1e-15));
        assertThat(Expression.of(-1).root(2).approximately()).isNaN();
        assertThat(X.approximately()).isNaN();
        assertThat(Expression.ONE.dividedBy(Expression.ZERO).approximately()).isNaN();
    }

    @Test
    void constantsAreNoVariables() {
        Expression formula = X.times(PI).plus(new Expression.Call("f", List.of(new Expression.Symbol("y"))));
        assertThat(formula.symbols()).containsExactly("pi", "x", "y");
        assertThat(formula.variables()).containsExactly("x", "y");
        assertThat(formula.isConstant()).isFalse();
        assertThat(PI.plus(Expression.ONE).isConstant()).isTrue();
    }

    @Test
    void namesAreProductsQuotientsAndCallsOfUnknownFunctions() {
        Expression.Symbol y = new Expression.Symbol("y");
        assertThat(X.isName()).isTrue();
        assertThat(X.times(y).dividedBy(y).isName()).isTrue();
        assertThat(new Expression.Call("f", List.of(X)).isName()).isTrue();
        assertThat(new Expression.Call("sin", List.of(X)).isName()).isFalse();
        assertThat(PI.isName()).isFalse();
        assertThat(X.plus(y).isName()).isFalse();
        assertThat(Expression.of(2).times(X).isName()).isFalse();
    }

    @Test
    void aPartIsReplacedWhereverItIs() {
        Expression formula =
                new Expression.Call("f", List.of(X)).plus(X.power(X)).dividedBy(X.times(PI));
        // (f(3) + 27) / (3 pi)
        assertThat(formula.replaced(X, Expression.of(3)))
                .isEqualTo(new Expression.Call("f", List.of(Expression.of(3)))
                        .plus(Expression.of(3).power(Expression.of(3)))
                        .dividedBy(Expression.of(3).times(PI)));
        assertThat(formula.mentions("f")).isTrue();
        assertThat(formula.mentions("g")).isFalse();
    }

    @Test
    void aNegatedNumberIsANumber() {
        assertThat(Expression.of(3).negated()).isEqualTo(Expression.of(-3));
        assertThat(X.negated()).isEqualTo(Expression.of(-1).times(X));
    }
}
