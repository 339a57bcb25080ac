package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.reformatted.eval.algebra.Expression;

class MathValueTest {
    private static MathValue.Congruence congruence(String of, int remainder, int modulus) {
        MathValue name = of.isEmpty() ? null : new MathValue.Scalar(new Expression.Symbol(of));
        return new MathValue.Congruence(name, Expression.of(remainder), Expression.of(modulus));
    }

    @Test
    void remaindersOfOneClassAreTheSame() {
        assertThat(congruence("x", 3, 7).equal(congruence("x", 10, 7))).isTrue();
        assertThat(congruence("x", 3, 7).equal(congruence("x", -4, 7))).isTrue();
        assertThat(congruence("x", 3, 7).equal(congruence("", 3, 7)))
                .as("no name")
                .isTrue();
        assertThat(congruence("x", 3, 7).equal(congruence("y", 3, 7))).isFalse();
        assertThat(congruence("x", 3, 7).equal(congruence("x", 4, 7))).isFalse();
        assertThat(congruence("x", 3, 7).equal(congruence("x", 3, 14))).isFalse();
    }

    @Test
    void aNumberAloneIsTheLeastRemainder() {
        assertThat(congruence("", 3, 7).isLeast(Expression.of(3))).isTrue();
        assertThat(congruence("", 10, 7).isLeast(Expression.of(10))).isFalse();
        assertThat(congruence("", -4, 7).isLeast(Expression.of(-4))).isFalse();
        assertThat(congruence("", 0, 7).isLeast(Expression.ZERO)).isTrue();
        assertThat(congruence("x", 3, 7).isLeast(Expression.of(3)))
                .as("a claim about x")
                .isFalse();
    }
}
