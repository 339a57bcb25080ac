package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;

class SingleTurnTest {
    private static final Turn ASKED = new Turn(Role.USER, "Q");
    private static final Turn ANSWERED = new Turn(Role.ASSISTANT, "A");

    private static Conversation of(Turn... turns) {
        return new Conversation("a", List.of(turns), null, List.of(), Map.of());
    }

    @Test
    void aQuestionAndAnAnswerWithOrWithoutASystemText() {
        SingleTurn parts = SingleTurn.of(of(new Turn(Role.SYSTEM, "S"), ASKED, ANSWERED), "toy");
        assertThat(parts.system()).hasValue("S");
        assertThat(parts.question()).isEqualTo("Q");
        assertThat(parts.answer()).isEqualTo("A");
        assertThat(SingleTurn.of(of(new Turn(Role.SYSTEM, ""), ASKED, ANSWERED), "toy")
                        .system())
                .isEmpty();
    }

    @Test
    void earlierTurnsAreHistoryWhereTheFormatHasOne() {
        Conversation two = of(ASKED, ANSWERED, new Turn(Role.USER, "Q2"), new Turn(Role.ASSISTANT, "A2"));
        assertThat(SingleTurn.withHistory(two, "toy").earlier()).containsExactly(ASKED, ANSWERED);
        assertThat(SingleTurn.withHistory(two, "toy").answer()).isEqualTo("A2");
        assertThatThrownBy(() -> SingleTurn.of(two, "toy"))
                .isInstanceOf(InputException.class)
                .hasMessage("conversation a: it has 4 turns; expected one question and one answer, which is all that"
                        + " format toy can contain; write it as messages, sharegpt, conversations");
    }

    @Test
    void whatARowOfOneTurnCannotSayIsNamed() {
        assertThatThrownBy(() -> SingleTurn.of(of(ASKED), "toy")).hasMessageContaining("it has 1 turns");
        assertThatThrownBy(() -> SingleTurn.of(of(ASKED, new Turn(Role.USER, "again")), "toy"))
                .hasMessageContaining("it has a turn 2 of the user");
        assertThatThrownBy(() -> SingleTurn.of(of(new Turn(Role.USER, "Q", 0.5, Map.of()), ANSWERED), "toy"))
                .hasMessageContaining("it has a weight on a turn of the user");
        assertThatThrownBy(() -> SingleTurn.of(
                        of(ASKED, new Turn(Role.ASSISTANT, "A", null, Map.of("mood", new TextNode("x")))), "toy"))
                .hasMessageContaining("it has a turn with the fields mood");
        assertThatThrownBy(() -> SingleTurn.withHistory(
                        of(ASKED, new Turn(Role.ASSISTANT, "A", 0.0, Map.of()), ASKED, ANSWERED), "toy"))
                .hasMessageContaining("it has answers of different weights");
    }

    @Test
    void theRowBeginsWithIdSystemAndWeight() {
        Conversation weighted = of(new Turn(Role.SYSTEM, "S"), ASKED, new Turn(Role.ASSISTANT, "A", 2.0, Map.of()));
        assertThat(SingleTurn.of(weighted, "toy").begin(weighted, "toy").finish())
                .hasToString("{\"id\":\"a\",\"system\":\"S\",\"weight\":2}");
    }
}
