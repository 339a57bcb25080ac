package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.algebra.Expression;

class UnitTest {
    @ParameterizedTest
    @CsvSource({
        "cm, 1, 10, 1",
        "meters, 1, 1000, 1",
        "feet, 1, 304.8, 1",
        "square inches, 1, 645.16, 2",
        "cubic cm, 1, 1000, 3",
        "km, 2, 1000000000000, 2",
        "hours, 1, 3600, 1",
        "percent, 1, 0.01, 1"
    })
    void sizes(String name, int power, double smallest, int dimension) {
        Unit unit = Unit.of(name, power).orElseThrow();
        assertThat(unit.inSmallest(Expression.ONE).approximately()).isCloseTo(smallest, within(1e-9 * smallest));
        assertThat(unit.power()).isEqualTo(dimension);
    }

    @Test
    void namesOfUnits() {
        assertThat(Unit.isName("cm")).isTrue();
        assertThat(Unit.isName("miles")).isTrue();
        assertThat(Unit.isName("apples")).isFalse();
        assertThat(Unit.of("apples", 1)).isEmpty();
        assertThat(Unit.of("cm", 1)
                        .orElseThrow()
                        .measuresLike(Unit.of("feet", 1).orElseThrow()))
                .isTrue();
        assertThat(Unit.of("cm", 1).orElseThrow().measuresLike(Unit.of("cm", 2).orElseThrow()))
                .isFalse();
        assertThat(Unit.of("cm", 1)
                        .orElseThrow()
                        .measuresLike(Unit.of("hours", 1).orElseThrow()))
                .isFalse();
    }
}
