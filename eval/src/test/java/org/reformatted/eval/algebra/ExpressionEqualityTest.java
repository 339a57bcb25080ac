package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Identities from school books; each pair that differs does so at some real number. */
class ExpressionEqualityTest {
    private static final Expression X = new Expression.Symbol("x");
    private static final Expression Y = new Expression.Symbol("y");
    private static final Expression ONE = Expression.ONE;
    private static final Expression TWO = Expression.of(2);
    private static final Expression INFINITY = new Expression.Symbol("∞");

    private static Expression call(String function, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments));
    }

    @Test
    void binomialFormulas() {
        Expression square = X.plus(Y).power(TWO);
        Expression expanded = X.power(TWO).plus(TWO.times(X).times(Y)).plus(Y.power(TWO));
        assertThat(ExpressionEquality.same(square, expanded)).isTrue();
        assertThat(ExpressionEquality.same(square, expanded.plus(ONE))).isFalse();
        assertThat(ExpressionEquality.same(X.plus(Y), X.plus(new Expression.Symbol("z"))))
                .isFalse();
    }

    @Test
    void rootsAndTrigonometry() {
        // sqrt(8) = 2 sqrt(2), sin^2 + cos^2 = 1, sin(2x) = 2 sin x cos x
        assertThat(ExpressionEquality.same(Expression.of(8).root(2), TWO.times(TWO.root(2))))
                .isTrue();
        Expression sine = call("sin", X);
        Expression cosine = call("cos", X);
        assertThat(ExpressionEquality.same(sine.power(TWO).plus(cosine.power(TWO)), ONE))
                .isTrue();
        assertThat(ExpressionEquality.same(
                        call("sin", TWO.times(X)), TWO.times(sine).times(cosine)))
                .isTrue();
        assertThat(ExpressionEquality.same(call("sin", TWO.times(X)), TWO.times(sine)))
                .isFalse();
    }

    @Test
    void aLogarithmWithoutABaseHasEither() {
        Expression logarithm = call("log", Expression.of(100));
        assertThat(ExpressionEquality.same(logarithm, TWO)).isTrue();
        assertThat(ExpressionEquality.same(logarithm, call("ln", Expression.of(100))))
                .isTrue();
        assertThat(ExpressionEquality.same(call("ln", Expression.of(100)), TWO)).isFalse();
    }

    @Test
    void unknownFunctionsAreEqualAtEqualArguments() {
        assertThat(ExpressionEquality.same(call("f", X.plus(X)), call("f", TWO.times(X))))
                .isTrue();
        assertThat(ExpressionEquality.same(call("f", X), call("g", X))).isFalse();
        assertThat(ExpressionEquality.same(call("f", X), call("f", Y))).isFalse();
    }

    @Test
    void infinityIsNoNumberToComputeWith() {
        assertThat(ExpressionEquality.same(INFINITY, INFINITY)).isTrue();
        assertThat(ExpressionEquality.same(INFINITY, INFINITY.negated())).isFalse();
        assertThat(ExpressionEquality.same(INFINITY.plus(ONE), INFINITY.plus(ONE)))
                .isFalse();
    }

    @Test
    void equationsAreEqualUpToAFactor() {
        // x^2 - 1 = 0 and 3 - 3x^2 = 0; the zero 1 of (x^2-1)/(x-1) is none, as it is divided by there
        Expression parabola = X.power(TWO).minus(ONE);
        Expression three = Expression.of(3);
        assertThat(ExpressionEquality.sameZeros(parabola, three.minus(three.times(X.power(TWO)))))
                .isTrue();
        assertThat(ExpressionEquality.sameZeros(parabola, X.minus(ONE))).isFalse();
        assertThat(ExpressionEquality.sameZeros(parabola.dividedBy(X.minus(ONE)), X.plus(ONE)))
                .isTrue();
        assertThat(ExpressionEquality.sameZeros(X.plus(Y), TWO.times(X).plus(TWO.times(Y))))
                .isTrue();
    }

    @Test
    void inequalitiesAreEqualUpToAPositiveFactor() {
        Expression line = X.minus(Expression.of(3));
        assertThat(ExpressionEquality.sameSigns(TWO.times(X).minus(Expression.of(6)), line))
                .isTrue();
        assertThat(ExpressionEquality.sameSigns(line.negated(), line)).isFalse();
        assertThat(ExpressionEquality.samePoles(ONE.dividedBy(X), TWO.dividedBy(X.plus(X))))
                .isTrue();
        assertThat(ExpressionEquality.samePoles(ONE.dividedBy(X), X)).isFalse();
        assertThat(ExpressionEquality.sameDomain(X.power(TWO).dividedBy(X), X)).isFalse();
    }

    @Test
    void ordersRealConstants() {
        // 22/7 > pi; sqrt(2) < 3/2
        Expression pi = new Expression.Symbol("pi");
        assertThat(ExpressionEquality.order(Expression.of(22).dividedBy(Expression.of(7)), pi))
                .hasValue(1);
        assertThat(ExpressionEquality.order(TWO.root(2), Expression.of(3).dividedBy(TWO)))
                .hasValue(-1);
        assertThat(ExpressionEquality.order(TWO.root(2).power(TWO), TWO)).hasValue(0);
        assertThat(ExpressionEquality.order(X, ONE)).isEmpty();
        assertThat(ExpressionEquality.order(new Expression.Symbol("i"), ONE)).isEmpty();
        assertThat(ExpressionEquality.order(ONE.dividedBy(Expression.ZERO), ONE))
                .isEmpty();
    }

    @Test
    void whatTakesTooMuchToComputeEqualsItsOwnTextOnly() {
        Expression tower = Expression.of(9).power(Expression.of(9).power(Expression.of(9)));
        assertThat(ExpressionEquality.same(tower, tower)).isTrue();
        assertThat(ExpressionEquality.same(tower, tower.plus(ONE))).isFalse();
        assertThat(ExpressionEquality.order(tower, ONE)).isEmpty();
    }
}
