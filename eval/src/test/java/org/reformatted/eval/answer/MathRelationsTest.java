package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathRelationsTest {
    private static MathValue read(String answer) {
        return MathEquivalence.values(answer).get(0);
    }

    private static MathValue.Relation relation(String answer) {
        return (MathValue.Relation) read(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = 2x + 1 | 2x + 1 = y | true",
                "y = 2x + 1 | 2x - y + 1 = 0 | true",
                "y = 2x + 1 | 4x - 2y = -2 | true",
                "y = 2x + 1 | y = 2x - 1 | false",
                "x < 3 | 3 > x | true",
                "x < 3 | 2x < 6 | true",
                "x < 3 | -2x > -6 | true",
                "x < 3 | -2x < -6 | false",
                "x < 3 | x \\le 3 | false",
                "x \\ne 2 | 2x \\ne 4 | true",
                "x = 3 | x < 3 | false"
            })
    void claimsOfTheSame(String one, String other, boolean equal) {
        assertThat(MathRelations.equal(relation(one), relation(other))).isEqualTo(equal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x = 5 | 5",
                "x \\in [0,1] | [0,1]",
                "12 - 2 = 10 | 10",
                "f(2) = 4 + 1 = 5 | 5",
                "(p,q) = (3,2) | (3,2)"
            })
    void whatFollowsAName(String relation, String claimed) {
        assertThat(MathRelations.claimed(relation(relation))
                        .map(value -> MathEquivalence.sameInOrder(
                                java.util.List.of(value), java.util.List.of(read(claimed)))))
                .hasValue(true);
    }

    @Test
    void anEquationOfAFormulaClaimsNothing() {
        assertThat(MathRelations.claimed(relation("2x + z = 1"))).isEmpty();
    }

    @Test
    void aChainClaimsItsFirstSideAndItsLast() {
        MathValue.Relation chain = (MathValue.Relation) MathRelations.simplified(read("x = 5 + 5 + 1 = 11"));
        assertThat(chain.sides()).hasSize(2);
        assertThat(MathRelations.equal(chain, relation("x = 11"))).isTrue();
        assertThat(MathRelations.simplified(read("1 < x < 2")))
                .as("no chain of equations")
                .isEqualTo(read("1 < x < 2"));
    }

    @Test
    void namesAndConditions() {
        assertThat(MathRelations.isName(read("x"))).isTrue();
        assertThat(MathRelations.isName(read("|AB|"))).as("a length").isTrue();
        assertThat(MathRelations.isName(read("|x|"))).as("two values of x").isFalse();
        assertThat(MathRelations.isName(read("x + 1"))).isFalse();
        assertThat(MathRelations.isCondition(read("x > 1"))).isTrue();
        assertThat(MathRelations.isCondition(read("x = 1"))).isFalse();
        assertThat(MathRelations.sameSubject(read("x > 1"), read("y > 1"))).isFalse();
        assertThat(MathRelations.sameSubject(read("x > 1"), read("(1,\\infty)")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"<,>", ">,<", "≤,≥", "≥,≤", "=,=", "≠,≠"})
    void mirroredSigns(char sign, char mirrored) {
        assertThat(MathRelations.mirrored(sign)).isEqualTo(mirrored);
    }
}
