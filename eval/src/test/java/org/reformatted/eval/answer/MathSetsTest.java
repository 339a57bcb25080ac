package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathSetsTest {
    private static MathValue read(String answer) {
        return MathEquivalence.values(answer).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 < x \\le 2 ; (1,2] ; true",
                "1 < x \\le 2 ; (1,2) ; false",
                "x \\ge 3 ; [3,\\infty) ; true",
                "x > 3 ; [3,\\infty) ; false",
                "|x| < 2 ; (-2,2) ; true",
                "|x| \\ge 2 ; (-\\infty,-2] \\cup [2,\\infty) ; true",
                "x \\ne 1 ; (-\\infty,1) \\cup (1,\\infty) ; true",
                "[0,1] \\cup [1,2] ; [0,2] ; true",
                "[0,1) \\cup (1,2] ; [0,2] ; false",
                "[0,1) \\cup \\{1\\} ; [0,1] ; true",
                "[2,3] \\cup [0,1] ; [0,1] \\cup [2,3] ; true",
                "[0,3] \\cap [2,5] ; [2,3] ; true",
                "[0,3] \\setminus [2,5] ; [0,2) ; true",
                "\\mathbb{R} \\setminus \\{0\\} ; (-\\infty,0) \\cup (0,\\infty) ; true",
                "[5,6] \\cup ([0,1) \\cap [1,2]) ; [5,6] ; true",
                "[0,\\sqrt{2}] \\cup [\\sqrt{2},2] ; [0,2] ; true"
            })
    void setsOfNumbers(String one, String other, boolean equal) {
        assertThat(MathSets.equal(read(one), read(other))).isEqualTo(equal);
        assertThat(MathSets.equal(read(other), read(one)))
                .as("the other way round")
                .isEqualTo(equal);
    }

    /** x^2 - 3x + 2 = (x-1)(x-2) is below zero between its zeros; 1/x > 1 holds between 0 and 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x^2 < 3x - 2 ; (1,2) ; true",
                "x^2 \\le 3x - 2 ; [1,2] ; true",
                "x^2 \\ge 3x - 2 ; (-\\infty,1] \\cup [2,\\infty) ; true",
                "\\frac{1}{x} > x - x + 1 ; (0,1) ; true",
                "2x + 1 < 7 ; (-\\infty,3) ; true",
                "x^2 < -1 ; (0,1) ; false"
            })
    void inequalitiesAreSolved(String inequality, String set, boolean equal) {
        assertThat(MathSets.equal(read(inequality), read(set))).isEqualTo(equal);
    }

    @Test
    void boundsWithoutAnOrderAreNoSets() {
        assertThat(MathSets.equal(read("[0,a] \\cup [a,2]"), read("[0,2]"))).isFalse();
        assertThat(MathSets.equal(read("(1,2,3)"), read("(1,2,3)")))
                .as("a point")
                .isFalse();
    }

    @Test
    void anInequalityIsUnsolvedWhereItsVariableStandsOnBothSides() {
        assertThat(MathSets.isUnsolved((MathValue.Relation) read("x > x^2"))).isTrue();
        assertThat(MathSets.isUnsolved((MathValue.Relation) read("2x + 1 < 7"))).isTrue();
        assertThat(MathSets.isUnsolved((MathValue.Relation) read("x < 3"))).isFalse();
        assertThat(MathSets.isUnsolved((MathValue.Relation) read("x = 3"))).isFalse();
    }
}
