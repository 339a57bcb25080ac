package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class PolynomialTest {
    /** Coefficients from the constant on. */
    private static Polynomial of(int... coefficients) {
        return new Polynomial(
                Arrays.stream(coefficients).mapToObj(BigFraction::new).toList());
    }

    @Test
    void leadingZerosAreNoPart() {
        assertThat(of(1, 2, 0, 0)).isEqualTo(of(1, 2));
        assertThat(of(0, 0).degree()).isEqualTo(-1);
        assertThat(of(1, 2).coefficient(7)).isEqualTo(BigFraction.ZERO);
        assertThat(of(1, 0, 2).terms()).isEqualTo(2);
    }

    @Test
    void productsAndSums() {
        // (1 + x)(1 - x) = 1 - x^2
        assertThat(of(1, 1).times(of(1, -1))).hasValue(of(1, 0, -1));
        assertThat(of(1, 1).plus(of(1, -1))).isEqualTo(of(2));
        assertThat(of(1, 1).times(of(0))).hasValue(of());
    }

    @Test
    void aDegreeAboveTwelveIsNotComputed() {
        Polynomial seventh = of(0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(seventh.times(seventh)).isEmpty();
        assertThat(seventh.times(of(0, 0, 0, 0, 0, 1)).map(Polynomial::degree)).hasValue(12);
    }

    @Test
    void valuesAndDivisionByAZero() {
        // x^3 - 6x^2 + 11x - 6 = (x-1)(x-2)(x-3)
        Polynomial cubic = of(-6, 11, -6, 1);
        assertThat(cubic.at(new BigFraction(4))).isEqualTo(new BigFraction(6));
        assertThat(cubic.withoutZero(new BigFraction(2))).isEqualTo(of(3, -4, 1));
        assertThat(cubic.rationalZeros())
                .containsExactlyInAnyOrder(new BigFraction(1), new BigFraction(2), new BigFraction(3));
    }

    @Test
    void rationalZerosWithFractionsAndNothing() {
        // 6x^3 - x^2 - x = x (3x + 1)(2x - 1)
        assertThat(of(0, -1, -1, 6).rationalZeros())
                .containsExactlyInAnyOrder(BigFraction.ZERO, new BigFraction(-1, 3), new BigFraction(1, 2));
        assertThat(of(-2, 0, 1).rationalZeros()).as("x^2 - 2").isEmpty();
        assertThat(of(1, 0, 1).rationalZeros()).as("x^2 + 1").isEmpty();
        // x/2 - 1/3
        Polynomial fractions = new Polynomial(List.of(new BigFraction(-1, 3), new BigFraction(1, 2)));
        assertThat(fractions.rationalZeros()).containsExactly(new BigFraction(2, 3));
    }

    @Test
    void greatestCommonDivisor() {
        // (x-1)^2 (x+2) and (x-1)(x+5) share x-1
        Polynomial first = of(2, -3, 0, 1);
        Polynomial second = of(-5, 4, 1);
        assertThat(first.common(second).isMultipleOf(of(-1, 1))).isTrue();
        assertThat(first.quotient(of(-1, 1))).isEqualTo(of(-2, 1, 1));
        assertThat(of(1, 1).common(of(2, 1)).degree()).isZero();
        assertThat(of().common(of())).isEqualTo(of());
    }

    @Test
    void multiplesByANumber() {
        assertThat(of(1, 2).isMultipleOf(of(-3, -6))).isTrue();
        assertThat(of(1, 2).isMultipleOf(of(1, 3))).isFalse();
        assertThat(of(1, 2).isMultipleOf(of(1, 2, 1))).isFalse();
    }

    @Test
    void aPolynomialOfSquares() {
        // x^4 - 5x^2 + 4 as y^2 - 5y + 4
        assertThat(of(4, 0, -5, 0, 1).inSquare()).isEqualTo(of(4, -5, 1));
        assertThat(new Polynomial(Collections.nCopies(1, BigFraction.ONE))).isEqualTo(Polynomial.ONE);
    }
}
