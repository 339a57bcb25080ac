package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class QuantityTest {
    private static Quantity of(int top, int bottom) {
        return Quantity.of(new BigFraction(top, bottom));
    }

    @Test
    void rootsOfSquaresStayExact() {
        assertThat(of(4, 9).power(of(1, 2)).exact()).hasValue(new BigFraction(2, 3));
        assertThat(of(8, 27).power(of(-2, 3)).exact()).hasValue(new BigFraction(9, 4));
        assertThat(of(2, 1).power(of(1, 2)).exact()).isEmpty();
    }

    @Test
    void anOddRootOfANegativeNumberIsTheNegativeOneAndASquareRootIsImaginary() {
        assertThat(of(-8, 1).power(of(1, 3)).exact()).hasValue(new BigFraction(-2));
        Quantity root = of(-4, 1).power(of(1, 2));
        assertThat(root.isReal()).isFalse();
        assertThat(root.times(root).sameAs(of(-4, 1))).isTrue();
    }

    @Test
    void eulersIdentityHolds() {
        Quantity power = Quantity.E.power(Quantity.I.times(Quantity.PI));
        assertThat(power.plus(Quantity.ONE).isZero()).isTrue();
    }

    @Test
    void roundingErrorsOfASumAreZero() {
        // sqrt(2) + sqrt(3) - sqrt(5 + 2 sqrt(6)) = 0
        Quantity left = of(2, 1).power(of(1, 2)).plus(of(3, 1).power(of(1, 2)));
        Quantity right = of(5, 1).plus(of(2, 1).times(of(6, 1).power(of(1, 2)))).power(of(1, 2));
        assertThat(left.sameAs(right)).isTrue();
        assertThat(left.minus(right).isZero()).isTrue();
    }

    @Test
    void nearbyNumbersAreNotTheSame() {
        // pi to 20 digits against pi
        Quantity rounded = Quantity.of(
                new BigFraction(new BigInteger("314159265358979323846"), new BigInteger("100000000000000000000")));
        assertThat(rounded.sameAs(Quantity.PI)).isFalse();
        assertThat(rounded.minus(Quantity.PI).signum()).isEqualTo(-1);
    }

    @Test
    void divisionByZeroHasNoValue() {
        assertThatThrownBy(() -> Quantity.ONE.dividedBy(Quantity.ZERO))
                .isInstanceOf(UndefinedException.class)
                .hasMessage("a division by zero");
        assertThatThrownBy(() -> Quantity.ZERO.power(of(-1, 1))).isInstanceOf(UndefinedException.class);
        assertThatThrownBy(Quantity.ZERO::logarithm).hasMessage("the logarithm of zero");
        assertThat(Quantity.ZERO.power(Quantity.PI).isZero()).isTrue();
        assertThat(Quantity.ZERO.power(Quantity.ZERO).exact()).hasValue(BigFraction.ONE);
    }

    @Test
    void powersBeyondMemoryAreRefused() {
        assertThatThrownBy(() -> of(2, 1).power(Quantity.of(1_000_000)))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("a power of more than 40000 bits");
        assertThat(of(-1, 1).power(Quantity.of(1_000_001)).exact()).hasValue(BigFraction.MINUS_ONE);
        assertThat(of(-1, 1).power(Quantity.of(1_000_000)).exact()).hasValue(BigFraction.ONE);
    }

    @Test
    void logarithmOfANegativeNumberIsThePrincipalOne() {
        Quantity logarithm = of(-1, 1).logarithm();
        assertThat(logarithm.realPart().toDouble()).isZero();
        assertThat(logarithm.approximation().getImaginaryPart().toDouble()).isCloseTo(Math.PI, within(1e-15));
    }

    @Test
    void oneKeyForOneNumber() {
        Quantity root = of(2, 1).power(of(1, 2));
        assertThat(root.times(of(2, 1)).key())
                .isEqualTo(of(8, 1).power(of(1, 2)).key());
        assertThat(of(2, 4).key()).isEqualTo(of(1, 2).key());
        assertThat(root.key()).startsWith("1.41421356237309504880168872420969807857,");
    }

    @Test
    void theAbsoluteValueOfAComplexNumberIsItsLength() {
        // |3 + 4i| = 5
        Quantity number = of(3, 1).plus(of(4, 1).times(Quantity.I));
        assertThat(number.abs().sameAs(of(5, 1))).isTrue();
        assertThat(of(-5, 2).abs().exact()).hasValue(new BigFraction(5, 2));
    }
}
