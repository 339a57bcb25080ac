package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;

/** UltraChat's rows {@code {id, data: [text, text, ...]}}: user and assistant alternate, the user first. */
final class UltraChatFormat implements DataFormat {
    @Override
    public String name() {
        return "ultrachat";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.structure(row.path("data")).path(0).isTextual();
    }

    @Override
    public Conversation read(SourceRow row) {
        return row.conversation(name(), alternating(row.place(), row.array("data")));
    }

    static List<Turn> alternating(String place, JsonNode texts) {
        List<Turn> turns = new ArrayList<>(texts.size());
        for (JsonNode text : texts) {
            if (!text.isTextual()) {
                throw InputException.at(
                        place, "a turn that is " + Fields.shown(text), "a text, as in the first turn", "fix this row");
            }
            turns.add(new Turn(turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text.textValue()));
        }
        return turns;
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.withHistory(conversation, name());
        ArrayNode data = Fields.object().arrayNode();
        parts.earlier().forEach(turn -> data.add(turn.text()));
        data.add(parts.question()).add(parts.answer());
        return parts.begin(conversation, name()).set("data", data).finish();
    }
}
