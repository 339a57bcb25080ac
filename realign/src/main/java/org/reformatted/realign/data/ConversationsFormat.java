package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** Our own rows: the {@link Conversation} record as it is, so that nothing known of a sample is lost between steps. */
final class ConversationsFormat implements DataFormat {
    @Override
    public String name() {
        return "conversations";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("turns").isArray();
    }

    @Override
    public Conversation read(JsonLines.Row row, long number) {
        Fields.text(row, "id");
        for (JsonNode turn : Fields.array(row.place(), row.node(), "turns")) {
            Fields.text(row.place(), turn, "role");
            Fields.text(row.place(), turn, "text");
        }
        return row.as(Conversation.class);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        return Json.MAPPER.valueToTree(conversation);
    }
}
