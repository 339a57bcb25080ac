package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.JsonLines;

/**
 * No Robots as its Hugging Face files lay it out: {@code {prompt, prompt_id, messages: [{role, content}], category}}. Its own ten
 * categories are no task categories of the criteria, so they go to the provenance {@code category}.
 */
final class NoRobotsFormat implements DataFormat {
    @Override
    public String name() {
        return "no-robots";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("messages").isArray() && Fields.hasAll(row, "prompt", "prompt_id");
    }

    @Override
    public Conversation read(JsonLines.Row row, long number) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : Fields.array(row.place(), row.node(), "messages")) {
            turns.add(Speakers.turn(row.place(), message, "role", "content"));
        }
        Map<String, String> provenance = Fields.optional(row, "category")
                .map(category -> Map.of("category", category, "source", name()))
                .orElse(Map.of("source", name()));
        return new Conversation(Fields.text(row, "prompt_id"), turns, null, List.of(), provenance);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        ObjectNode row = Fields.object().put("prompt", conversation.question()).put("prompt_id", conversation.id());
        ArrayNode messages = row.putArray("messages");
        for (Turn turn : conversation.turns()) {
            messages.addObject().put("content", turn.text()).put("role", Speakers.role(turn.role()));
        }
        return row.put("category", conversation.provenance().getOrDefault("category", ""));
    }
}
