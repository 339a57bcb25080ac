package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class PointTest {
    private static final Set<String> NAMES = Set.of("a", "b", "x", "x_1", "x_2", "theta", "AB");

    private static BigFraction value(int number, String name) {
        return new Point(number, Point.PLAIN).variable(name).exact().orElseThrow();
    }

    @Test
    void aVariableHasOneValueAtAPoint() {
        assertThat(value(2, "x")).isEqualTo(value(2, "x"));
        Set<BigFraction> values = new HashSet<>();
        for (int number = 0; number < 8; number++) {
            for (String name : NAMES) {
                values.add(value(number, name));
            }
        }
        assertThat(values).as("almost all differ").hasSizeGreaterThan(50);
    }

    @Test
    void theFirstPointsArePositiveTheFourthIsNegativeAndTheLastIsWhole() {
        for (String name : NAMES) {
            assertThat(value(0, name)).isBetween(BigFraction.ZERO, BigFraction.ONE);
            assertThat(value(1, name)).isGreaterThan(BigFraction.ONE);
            assertThat(value(2, name)).isGreaterThan(BigFraction.ZERO);
            assertThat(value(3, name)).isLessThan(BigFraction.ZERO);
            assertThat(value(7, name).getDenominator()).isEqualTo(BigInteger.ONE);
        }
    }

    @Test
    void conventionsMakeVariablesWhole() {
        Point.Conventions whole = new Point.Conventions(false, false, Set.of("n"), Set.of("k"));
        boolean negative = false;
        for (int number = 0; number < 24; number++) {
            BigFraction n = new Point(number, whole).variable("n").exact().orElseThrow();
            BigFraction k = new Point(number, whole).variable("k").exact().orElseThrow();
            assertThat(n.getDenominator()).isEqualTo(BigInteger.ONE);
            assertThat(n).isGreaterThan(BigFraction.ONE);
            assertThat(k.getDenominator()).isEqualTo(BigInteger.ONE);
            negative |= k.signum() < 0;
        }
        assertThat(negative).as("whole numbers of either sign").isTrue();
    }

    @Test
    void workIsBounded() {
        Point point = new Point(0, Point.PLAIN);
        point.spend(40_000);
        assertThatThrownBy(() -> point.spend(1))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("more than 40000 operations");
    }

    @Test
    void degreesAreAnglesWithinFunctions() {
        Point point = new Point(0, Point.PLAIN);
        assertThat(point.degreesAreAngles()).isFalse();
        point.enterFunction();
        point.enterFunction();
        point.leaveFunction();
        assertThat(point.degreesAreAngles()).isTrue();
        point.leaveFunction();
        assertThat(point.degreesAreAngles()).isFalse();
        assertThat(new Point(0, new Point.Conventions(false, true, Set.of(), Set.of())).degreesAreAngles())
                .isTrue();
    }
}
