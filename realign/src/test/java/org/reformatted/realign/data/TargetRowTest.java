package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;

class TargetRowTest {
    private static Conversation conversation(Map<String, com.fasterxml.jackson.databind.JsonNode> fields) {
        return new Conversation(
                "a",
                List.of(new Turn(Role.USER, "Q"), new Turn(Role.ASSISTANT, "A")),
                "math",
                List.of(),
                Map.of("source", "web", "level", "5", "split", "train"),
                null,
                fields,
                "f.jsonl:3");
    }

    @Test
    void everyFormatCarriesTheSameFields() {
        assertThat(new TargetRow(conversation(Map.of("mood", new TextNode("good"))), "toy")
                        .put("id", "a")
                        .finish()
                        .toString())
                .isEqualTo("{\"id\":\"a\",\"category\":\"math\",\"source\":\"web\",\"provenance\":{\"level\":\"5\","
                        + "\"split\":\"train\"},\"mood\":\"good\"}");
    }

    @Test
    void whatTheFormatWritesItselfIsNotWrittenTwice() {
        assertThat(new TargetRow(conversation(Map.of()), "toy")
                        .provenance("level", "difficulty")
                        .written("source")
                        .written("category")
                        .finish()
                        .toString())
                .isEqualTo("{\"difficulty\":\"5\",\"task_category\":\"math\",\"provenance\":{\"split\":\"train\"}}");
    }

    @Test
    void aWholeWeightIsWrittenAsAWholeNumber() {
        assertThat(new TargetRow(conversation(Map.of()), "toy")
                        .weight(1.0)
                        .finish()
                        .get("weight"))
                .isEqualTo(new IntNode(1));
        assertThat(new TargetRow(conversation(Map.of()), "toy")
                        .weight(0.25)
                        .finish()
                        .get("weight")
                        .doubleValue())
                .isEqualTo(0.25);
        assertThat(new TargetRow(conversation(Map.of()), "toy")
                        .weight(null)
                        .finish()
                        .has("weight"))
                .isFalse();
    }

    @Test
    void turnsHaveTheNamesOfTheFormat() {
        TargetRow row = new TargetRow(conversation(Map.of()), "toy");
        assertThat(row.turns("conversations", "from", "value", true))
                .hasToString("[{\"from\":\"human\",\"value\":\"Q\"},{\"from\":\"gpt\",\"value\":\"A\"}]");
        assertThat(row.turns("messages", "role", "content", false))
                .hasToString("[{\"role\":\"user\",\"content\":\"Q\"},{\"role\":\"assistant\",\"content\":\"A\"}]");
    }

    @Test
    void anUnknownFieldWithANameOfTheFormatIsRefused() {
        TargetRow row = new TargetRow(conversation(Map.of("prompt", new TextNode("x"))), "toy").put("prompt", "Q");
        assertThatThrownBy(row::finish)
                .isInstanceOf(InputException.class)
                .hasMessage("conversation a (f.jsonl:3): the row's own field prompt conflicts; expected another name,"
                        + " since format toy uses this one; rename the field, or write it in the format"
                        + " conversations");
    }
}
