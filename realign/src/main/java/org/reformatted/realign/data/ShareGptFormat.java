package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.JsonLines;

/**
 * ShareGPT's rows {@code {id?, conversations: [{from, value}]}}. A conversation may also be a list of bare texts, as LIMA has it: user and
 * assistant take turns, the user first.
 */
final class ShareGptFormat implements DataFormat {
    @Override
    public String name() {
        return "sharegpt";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("conversations").isArray();
    }

    @Override
    public Conversation read(JsonLines.Row row, long number) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode said : Fields.array(row.place(), row.node(), "conversations")) {
            if (said.isTextual()) {
                turns.add(new Turn(turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, said.textValue()));
            } else {
                turns.add(Speakers.turn(row.place(), said, "from", "value"));
            }
        }
        Map<String, String> provenance = Fields.optional(row, "source")
                .map(source -> Map.of("source", source))
                .orElse(Map.of());
        return new Conversation(Fields.id(row, name(), number), turns, null, List.of(), provenance);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        ObjectNode row = Fields.object().put("id", conversation.id());
        ArrayNode said = row.putArray("conversations");
        for (Turn turn : conversation.turns()) {
            said.addObject().put("from", Speakers.from(turn.role())).put("value", turn.text());
        }
        return row;
    }
}
