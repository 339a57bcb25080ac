package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.base.JsonLines;

/** Chat messages as chat APIs and most trainers take them: {@code {messages: [{role, content}], category?}}. */
final class MessagesFormat implements DataFormat {
    @Override
    public String name() {
        return "messages";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("messages").isArray();
    }

    @Override
    public Conversation read(JsonLines.Row row, long number) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : Fields.array(row.place(), row.node(), "messages")) {
            turns.add(Speakers.turn(row.place(), message, "role", "content"));
        }
        Map<String, String> provenance = new TreeMap<>();
        Fields.optional(row, "source").ifPresent(source -> provenance.put("source", source));
        return new Conversation(
                Fields.id(row, name(), number),
                turns,
                Fields.optional(row, "category").orElse(null),
                List.of(),
                provenance);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        ObjectNode row = Fields.object().put("id", conversation.id());
        ArrayNode messages = row.putArray("messages");
        for (Turn turn : conversation.turns()) {
            messages.addObject().put("role", Speakers.role(turn.role())).put("content", turn.text());
        }
        return conversation.category() == null ? row : row.put("category", conversation.category());
    }
}
