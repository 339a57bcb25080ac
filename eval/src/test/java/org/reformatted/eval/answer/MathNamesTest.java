package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;

/** Answers that begin with a letter or a backslash, read as LaTeX writes them. */
class MathNamesTest {
    private static Expression read(String answer) {
        return ((MathValue.Scalar) MathEquivalence.values(answer).get(0)).expression();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\frac12 | 0.5",
                "\\frac{3}{4} | 0.75",
                "\\frac1{10} | 0.1",
                "\\sqrt2 | 1.4142135623730951",
                "\\sqrt[3]{27} | 3",
                "\\binom{5}{2} | 10",
                "\\log_2 8 | 3",
                "\\log_{10} 1000 | 3",
                "\\ln e | 1",
                "\\sin\\frac{\\pi}{6} | 0.5",
                "\\sin^2\\frac{\\pi}{4} | 0.5",
                "\\sin^{-1}(1) | 1.5707963267948966",
                "\\cos 2\\pi | 1",
                "\\gcd(12,18) | 6",
                "\\max(3,7,5) | 7",
                "\\det\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix} | -2",
                "sqrt(16) | 4",
                "pi | 3.141592653589793"
            })
    void values(String answer, double value) {
        assertThat(read(answer).approximately()).isCloseTo(value, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"xy | x y", "x_1 | x_{1}", "a_{n+1} | a_{n + 1}", "\\sin 2x | \\sin(2x)", "2^{10} | 1024"})
    void spellingsOfOne(String one, String other) {
        assertThat(ExpressionEquality.same(read(one), read(other))).isTrue();
    }

    @Test
    void subscriptsPrimesAndInversesAreParts() {
        assertThat(read("x_1").variables()).containsExactly("x_1");
        assertThat(read("f(x)")).isEqualTo(new Expression.Call("f", List.of(new Expression.Symbol("x"))));
        assertThat(read("f^{-1}(x)")).isEqualTo(new Expression.Call("f^-1", List.of(new Expression.Symbol("x"))));
        assertThat(read("f'(x)")).isEqualTo(new Expression.Call("f'", List.of(new Expression.Symbol("x"))));
    }

    @Test
    void aDerivativeIsOneName() {
        assertThat(read("\\frac{dy}{dx}").variables()).hasSize(1);
        assertThat(ExpressionEquality.same(read("\\frac{dy}{dx}"), read("\\frac{y}{x}")))
                .isFalse();
    }

    @Test
    void anUnfinishedNameIsNotRead() {
        assertThat(MathEquivalence.values("x_")).isEmpty();
        assertThat(MathEquivalence.values("x_{1")).isEmpty();
    }

    @Test
    void lettersOfNames() {
        assertThat(MathNames.isNameLetter('x')).isTrue();
        assertThat(MathNames.isNameLetter('α')).isTrue();
        assertThat(MathNames.isNameLetter('π')).isFalse();
        assertThat(MathNames.isNameLetter('2')).isFalse();
    }
}
