package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class RationalFunctionTest {
    private static final Expression X = new Expression.Symbol("x");
    private static final Expression TWO = Expression.of(2);

    private static Polynomial of(int... coefficients) {
        return new Polynomial(
                Arrays.stream(coefficients).mapToObj(BigFraction::new).toList());
    }

    @Test
    void aSumOfFractionsIsOne() {
        // 1/x + x = (1 + x^2) / x
        RationalFunction sum =
                RationalFunction.of(Expression.ONE.dividedBy(X).plus(X), "x").orElseThrow();
        assertThat(sum.top()).isEqualTo(of(1, 0, 1));
        assertThat(sum.bottom()).isEqualTo(of(0, 1));
    }

    @Test
    void negativePowersStandBelow() {
        RationalFunction power = RationalFunction.of(X.plus(Expression.ONE).power(Expression.of(-2)), "x")
                .orElseThrow();
        assertThat(power.top()).isEqualTo(of(1));
        assertThat(power.bottom()).isEqualTo(of(1, 2, 1));
    }

    @Test
    void zerosAreThoseWhereNothingIsDividedByZero() {
        // (x^2 - 1)(x - 1) / (x - 1)^2 is zero at -1 alone
        Expression formula = X.power(TWO)
                .minus(Expression.ONE)
                .times(X.minus(Expression.ONE))
                .dividedBy(X.minus(Expression.ONE).power(TWO));
        Polynomial zeros = RationalFunction.of(formula, "x").orElseThrow().zeros();
        assertThat(zeros.rationalZeros()).containsExactly(new BigFraction(-1));
    }

    @Test
    void otherFormulasAreNone() {
        assertThat(RationalFunction.of(X.root(2), "x")).isEmpty();
        assertThat(RationalFunction.of(new Expression.Symbol("y"), "x")).isEmpty();
        assertThat(RationalFunction.of(new Expression.Call("sin", List.of(X)), "x"))
                .isEmpty();
        assertThat(RationalFunction.of(X.power(Expression.of(13)), "x")).isEmpty();
    }
}
