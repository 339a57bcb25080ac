package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of ReAlign's code (GAIR-NLP/ReAlign): {@code {id, items: [{from, value, category?, evidence?}], tag?}}. Category and evidence are fields
 * of the user's turn before the last answer. Evidence is a list of texts, or of objects if source and score are known.
 */
final class RealignFormat implements DataFormat {
    @Override
    public String name() {
        return "realign";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.isArray(row, "items");
    }

    @Override
    public Conversation read(SourceRow row) {
        List<Passage> evidence = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        for (JsonNode item : row.array("items")) {
            turns.add(SourceTurn.read(row.place(), item, "category", "evidence"));
            if (item.path("category").isTextual()) {
                row.category(item.path("category").textValue());
            }
            evidence.addAll(Passages.read(item.path("evidence")));
        }
        row.optional("tag").ifPresent(tag -> row.provenance("tag", tag));
        return row.evidence(evidence).conversation(name(), turns);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        TargetRow row = new TargetRow(conversation, name()).put("id", conversation.id());
        ArrayNode items = row.turns("items", "from", "value", true);
        int question = conversation.prompt().size() - 1;
        while (question > 0 && conversation.turns().get(question).role() != Role.USER) {
            question--;
        }
        ObjectNode asked = (ObjectNode) items.get(Math.max(question, 0));
        if (conversation.category() != null) {
            asked.put("category", conversation.category());
        }
        Passages.write(conversation.evidence(), asked);
        return row.carried().provenance("tag", "tag").finish();
    }
}
