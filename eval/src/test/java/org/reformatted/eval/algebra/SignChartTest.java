package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SignChartTest {
    private static final Expression X = new Expression.Symbol("x");
    private static final Expression TWO = Expression.of(2);

    private static List<Double> places(Expression formula) {
        return SignChart.places(formula, "x").orElseThrow().stream()
                .map(Expression::approximately)
                .sorted()
                .toList();
    }

    private static Expression absolute(Expression of) {
        return new Expression.Call("abs", List.of(of));
    }

    @Test
    void zerosOfTopAndBottom() {
        // (x - 1) / (x + 2)
        assertThat(places(X.minus(Expression.ONE).dividedBy(X.plus(TWO)))).containsExactly(-2.0, 1.0);
    }

    @Test
    void irrationalZerosOfAQuadraticFactor() {
        // (x - 1)(x^2 - x - 1): 1 and (1 ± sqrt 5) / 2
        Expression formula = X.minus(Expression.ONE).times(X.power(TWO).minus(X).minus(Expression.ONE));
        List<Double> places = places(formula);
        assertThat(places).hasSize(3);
        assertThat(places.get(0)).isCloseTo((1 - Math.sqrt(5)) / 2, Offset.offset(1e-12));
        assertThat(places.get(2)).isCloseTo((1 + Math.sqrt(5)) / 2, Offset.offset(1e-12));
    }

    @Test
    void twoTermsAndBiquadraticOnes() {
        assertThat(places(X.power(Expression.of(3)).plus(TWO)).get(0)).isCloseTo(-Math.cbrt(2), Offset.offset(1e-12));
        // x^4 - 5x^2 + 6: ±sqrt 2, ±sqrt 3
        Expression biquadratic = X.power(Expression.of(4))
                .minus(Expression.of(5).times(X.power(TWO)))
                .plus(Expression.of(6));
        assertThat(places(biquadratic)).hasSize(4);
        assertThat(places(X.power(TWO).plus(Expression.ONE))).as("no real zero").isEmpty();
    }

    @Test
    void anAbsoluteValueIsOpenedWithEitherSign() {
        // |x - 1| - 2 is zero at -1 and 3
        assertThat(places(absolute(X.minus(Expression.ONE)).minus(TWO))).contains(-1.0, 3.0);
    }

    @Test
    void nothingWhereTheyCannotBeFound() {
        Expression quintic = X.power(Expression.of(5)).minus(X).minus(Expression.ONE);
        assertThat(SignChart.places(quintic, "x")).isEmpty();
        assertThat(SignChart.places(X.plus(new Expression.Symbol("y")), "x")).isEmpty();
    }

    @Test
    void signsAtAPlace() {
        Expression formula = X.minus(Expression.ONE).dividedBy(X.plus(TWO));
        assertThat(SignChart.sign(formula, "x", Expression.ZERO)).hasValue(-1);
        assertThat(SignChart.sign(formula, "x", Expression.ONE)).hasValue(0);
        assertThat(SignChart.sign(formula, "x", Expression.of(-3))).hasValue(1);
        assertThat(SignChart.sign(formula, "x", Expression.of(-2))).isEmpty();
    }
}
