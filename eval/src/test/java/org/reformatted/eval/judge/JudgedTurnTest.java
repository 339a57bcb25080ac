package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgedTurnTest {
    @Test
    void anExchangeConcernsTheAnswersAlone() {
        JudgedTurn turn = new JudgedTurn(
                2,
                false,
                Map.of("question", "q", "first", "a", "second", "b", "firstBefore", "c", "secondBefore", "d"));
        assertThat(turn.swapped())
                .isEqualTo(
                        Map.of("question", "q", "first", "b", "second", "a", "firstBefore", "d", "secondBefore", "c"));
        assertThat(turn.shown().get("first")).isEqualTo("a");
    }
}
