package org.reformatted.eval.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionsTest {
    private static Expression call(String function, String... arguments) {
        List<Expression> numbers = Arrays.stream(arguments)
                .map(number -> Expression.of(new BigDecimal(number)))
                .toList();
        return new Expression.Call(function, numbers);
    }

    /** Values of Python's {@code math}. */
    @ParameterizedTest
    @CsvSource({
        "sin, 1, 0.8414709848078965",
        "cot, 1, 0.6420926159343306",
        "sec, 1, 1.8508157176809255",
        "arcsin, 0.5, 0.5235987755982989",
        "arccos, -1, 3.141592653589793",
        "arctan, 10, 1.4711276743037347",
        "arccot, 1, 0.7853981633974483",
        "sinh, 1, 1.1752011936438014",
        "coth, 1, 1.3130352854993315",
        "arccosh, 2, 1.3169578969248166",
        "ln, 10, 2.302585092994046",
        "exp, -1, 0.36787944117144233"
    })
    void valuesOfRealFunctions(String function, String argument, double value) {
        assertThat(call(function, argument).approximately()).isCloseTo(value, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({
        "factorial, 5, , 120",
        "factorial, 0, , 1",
        "binom, 5, 2, 10",
        "binom, 2, 5, 0",
        "binom, 5, -1, 0",
        "gcd, 12, -18, 6",
        "gcd, 0, 0, 0",
        "lcm, 4, 6, 12",
        "mod, -7, 3, 2",
        "max, -2, 3, 3",
        "min, -2, 3, -2",
        "floor, -2.5, , -3",
        "ceil, -2.5, , -2",
        "floor, 4, , 4",
        "abs, -2.5, , 2.5"
    })
    void exactValues(String function, String first, String second, BigDecimal value) {
        Expression call = second == null ? call(function, first) : call(function, first, second);
        assertThat(call.number().map(number -> number.bigDecimalValue().compareTo(value)))
                .hasValue(0);
    }

    @Test
    void aSecondArgumentIsALogarithmsBase() {
        assertThat(call("log", "8", "2").approximately()).isCloseTo(3, within(1e-14));
    }

    @Test
    void degreesAreAnAngleWithinAFunctionAndANumberOutside() {
        Expression degrees = call(Functions.DEGREES, "30");
        assertThat(new Expression.Call("sin", List.of(degrees)).approximately()).isCloseTo(0.5, within(1e-14));
        assertThat(degrees.approximately()).isEqualTo(30);
    }

    @Test
    void theSineOfPiIsExactlyNothing() {
        Expression sine = new Expression.Call("sin", List.of(new Expression.Symbol("pi")));
        assertThat(sine.approximately()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"tan-of-half-pi", "arcsin-of-2", "mod-by-0", "log-of-0", "factorial-of-5000"})
    void whatHasNoValue(String what) {
        Expression halfPi = new Expression.Symbol("pi").dividedBy(Expression.of(2));
        Expression formula = switch (what) {
            case "tan-of-half-pi" -> Expression.ONE.dividedBy(new Expression.Call("cos", List.of(halfPi)));
            case "arcsin-of-2" -> call("arcsin", "2");
            case "mod-by-0" -> call("mod", "1", "0");
            case "log-of-0" -> call("ln", "0");
            default -> call("factorial", "5000");
        };
        assertThat(formula.approximately()).isNaN();
    }

    @Test
    void knowsItsFunctionsByName() {
        assertThat(Functions.isKnown("sin")).isTrue();
        assertThat(Functions.isKnown("csch")).isTrue();
        assertThat(Functions.isKnown("lcm")).isTrue();
        assertThat(Functions.isKnown("f")).isFalse();
    }
}
