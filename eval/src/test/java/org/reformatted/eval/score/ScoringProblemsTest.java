package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoringProblemsTest {
    @Test
    void allAreCountedAndTwentyAreListed() {
        ScoringProblems problems = new ScoringProblems();
        for (int i = 1; i <= 25; i++) {
            problems.add("row " + i);
        }
        assertThat(problems.count()).isEqualTo(25);
        assertThat(problems.shown()).hasSize(20).startsWith("row 1").endsWith("row 20");
    }
}
