package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.JsonLines;

/**
 * The paper's own files: {@code [{id, items: [{from: human, value, category?, evidence?}, {from: gpt, value}], tag?}]}. Evidence may be a
 * text, a list of texts, or a list of {@code {text, source, score}}; it is written in the last form when a source is known.
 */
final class RealignFormat implements DataFormat {
    @Override
    public String name() {
        return "realign";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("items").isArray();
    }

    @Override
    public Conversation read(JsonLines.Row row, long number) {
        List<Turn> turns = new ArrayList<>();
        List<Passage> evidence = new ArrayList<>();
        @Nullable String category = null;
        for (JsonNode item : Fields.array(row.place(), row.node(), "items")) {
            turns.add(Speakers.turn(row.place(), item, "from", "value"));
            category = item.path("category").asText(category);
            readEvidence(item.path("evidence"), evidence);
        }
        Map<String, String> provenance = new TreeMap<>();
        Fields.optional(row, "tag").ifPresent(tag -> provenance.put("tag", tag));
        return new Conversation(Fields.id(row, name(), number), turns, category, evidence, provenance);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        ObjectNode row = Fields.object().put("id", conversation.id());
        ArrayNode items = row.putArray("items");
        boolean first = true;
        for (Turn turn : conversation.turns()) {
            ObjectNode item =
                    items.addObject().put("from", Speakers.from(turn.role())).put("value", turn.text());
            if (turn.role() == Role.USER && first) {
                first = false;
                if (conversation.category() != null) {
                    item.put("category", conversation.category());
                }
                writeEvidence(conversation.evidence(), item);
            }
        }
        String tag = conversation.provenance().get("tag");
        return tag == null ? row : row.put("tag", tag);
    }

    private static void readEvidence(JsonNode found, List<Passage> evidence) {
        if (found.isTextual()) {
            evidence.add(new Passage(found.textValue(), "", 0));
        }
        for (JsonNode entry : found) {
            evidence.add(
                    entry.isTextual()
                            ? new Passage(entry.textValue(), "", 0)
                            : new Passage(
                                    entry.path("text").asText(),
                                    entry.path("source").asText(),
                                    entry.path("score").asDouble()));
        }
    }

    private static void writeEvidence(List<Passage> evidence, ObjectNode item) {
        if (evidence.isEmpty()) {
            return;
        }
        ArrayNode list = item.putArray("evidence");
        for (Passage passage : evidence) {
            if (passage.source().isEmpty()) {
                list.add(passage.text());
            } else {
                list.addObject()
                        .put("text", passage.text())
                        .put("source", passage.source())
                        .put("score", passage.score());
            }
        }
    }
}
