package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

class TurnOrderTest {
    @Test
    void afterASystemTurnUserAndAssistantAlternate() {
        Turn system = new Turn(Role.SYSTEM, "s");
        Turn user = new Turn(Role.USER, "u");
        Turn answer = new Turn(Role.ASSISTANT, "a");
        TurnOrder.requireAlternation(List.of(system, user, answer, user), "t");
        assertThatThrownBy(() -> TurnOrder.requireAlternation(List.of(user, user), "t"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("turn 2")
                .hasMessageContaining("template t");
        assertThatThrownBy(() -> TurnOrder.requireAlternation(List.of(user, answer, system), "t"))
                .isInstanceOf(InputException.class);
        assertThat(TurnOrder.awaitsAnswer(List.of(user))).isTrue();
        assertThat(TurnOrder.awaitsAnswer(List.of(user, answer))).isFalse();
        assertThat(TurnOrder.awaitsAnswer(List.of())).isTrue();
    }
}
