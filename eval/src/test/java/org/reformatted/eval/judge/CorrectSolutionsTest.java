package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.judge.JudgeProtocol.References;

class CorrectSolutionsTest {
    /** 81 is a question of MT-Bench about writing, 111 to 113 are of mathematics. */
    private static final Map<String, List<String>> PUBLISHED = Map.of("111", List.of("35", "245"), "112", List.of("6"));

    private static JudgedAnswer answer(String id, Optional<String> reference) {
        return new JudgedAnswer(id, "question", "answer", reference, Optional.empty(), Optional.empty());
    }

    private static JudgedAnswer answer(String id) {
        return answer(id, Optional.empty());
    }

    @Test
    void aProtocolWithoutReferencesShowsNone() {
        CorrectSolutions none = new CorrectSolutions(References.NONE, PUBLISHED);
        assertThat(none.of(answer("111", Optional.of("35")))).isEmpty();
        assertThat(none.missing(List.of(answer("113")))).isEmpty();
    }

    @Test
    void mtBenchShowsItsOwnTurnByTurn() {
        CorrectSolutions solutions = new CorrectSolutions(References.MT_BENCH, PUBLISHED);
        assertThat(solutions.of(answer("111", Optional.of("another")))).containsExactly("35", "245");
        assertThat(solutions.of(answer("81"))).isEmpty();
    }

    @Test
    void mathematicsWithoutASolutionIsSaidInTheScoresName() {
        CorrectSolutions solutions = new CorrectSolutions(References.MT_BENCH, PUBLISHED);
        assertThat(solutions.missing(List.of(answer("81"), answer("111"), answer("112"))))
                .isEmpty();
        assertThat(solutions.missing(List.of(answer("81"), answer("111"), answer("113"))))
                .isEqualTo(", NOT as published: 1 of 2 questions of mathematics, reasoning and coding without a"
                        + " reference");
    }

    @Test
    void aProtocolThatAlwaysShowsOneRefusesAnAnswerWithoutIt() {
        CorrectSolutions always = new CorrectSolutions(References.ALWAYS, Map.of());
        assertThat(always.of(answer("x", Optional.of("7")))).containsExactly("7");
        assertThatThrownBy(() -> always.of(answer("x")))
                .hasMessageContaining("answer x")
                .hasMessageContaining("no \"reference\"");
    }
}
