package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class SourceRowTest {
    private static SourceRow row(String json) {
        try {
            return new SourceRow(new JsonLines.Row("data/f.jsonl:8", Json.MAPPER.readTree(json)), 7);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Conversation read(String json) {
        SourceRow row = row(json);
        return row.conversation(
                "toy", List.of(new Turn(Role.USER, row.text("q")), new Turn(Role.ASSISTANT, row.text("a"))));
    }

    @Test
    void aRowWithoutAnIdIsNamedByFormatAndNumber() {
        assertThat(read("{\"q\":\"Q\",\"a\":\"A\"}").id()).isEqualTo("toy-7");
        assertThat(read("{\"id\":5,\"q\":\"Q\",\"a\":\"A\"}").id()).isEqualTo("5");
        assertThat(read("{\"q\":\"Q\",\"a\":\"A\"}").place()).isEqualTo("f.jsonl:8");
    }

    @Test
    void whatNoFormatTakesIsKept() {
        Conversation one = read(
                "{\"q\":\"Q\",\"a\":\"A\",\"category\":\"math\",\"mood\":[1],\"none\":null,\"empty\":\"\",\"source\":\"web\"}");
        assertThat(one.category()).isEqualTo("math");
        assertThat(one.provenance()).containsEntry("source", "web");
        assertThat(one.fields().keySet()).containsExactly("mood");
    }

    @Test
    void aSystemTextBecomesTheFirstTurn() {
        assertThat(read("{\"q\":\"Q\",\"a\":\"A\",\"system_prompt\":\"S\"}")
                        .turns()
                        .get(0))
                .isEqualTo(new Turn(Role.SYSTEM, "S"));
        SourceRow two = row("{\"system\":\"S\"}");
        assertThatThrownBy(() ->
                        two.conversation("toy", List.of(new Turn(Role.SYSTEM, "other"), new Turn(Role.USER, "Q"))))
                .isInstanceOf(InputException.class)
                .hasMessage("data/f.jsonl:8: the field system and another system turn; expected one of them; remove"
                        + " one");
    }

    @Test
    void theRowsWeightIsThatOfItsAnswers() {
        assertThat(read("{\"q\":\"Q\",\"a\":\"A\",\"weight\":0.5}")
                        .turns()
                        .get(1)
                        .weight())
                .isEqualTo(0.5);
        assertThat(read("{\"q\":\"Q\",\"a\":\"A\",\"weight\":0.5}")
                        .turns()
                        .get(0)
                        .weight())
                .isNull();
    }

    @Test
    void anAnswerThatIsMarkedAsBadIsRefused() {
        assertThatThrownBy(() -> read("{\"q\":\"Q\",\"a\":\"A\",\"label\":false}"))
                .hasMessageContaining("label is false, which marks an answer as bad");
        assertThat(read("{\"q\":\"Q\",\"a\":\"A\",\"label\":true}").fields()).containsKey("label");
    }

    @Test
    void aRowWithoutATurnIsRefused() {
        SourceRow empty = row("{}");
        assertThatThrownBy(() -> empty.conversation("toy", List.of()))
                .hasMessage("data/f.jsonl:8: a row without a turn; expected a question and an answer; leave this row"
                        + " out");
    }

    @Test
    void optionalTexts() {
        SourceRow row = row("{\"text\":\"t\",\"empty\":\"\",\"none\":null,\"list\":[1,2]}");
        assertThat(row.optional("text")).hasValue("t");
        assertThat(row.optional("empty")).isEmpty();
        assertThat(row.optional("none")).isEmpty();
        assertThat(row.optional("absent")).isEmpty();
        assertThat(row.optional("list")).hasValue("[1,2]");
    }
}
