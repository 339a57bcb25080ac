package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.Json;

/** This project's own rows: the {@link Conversation} record as it is, so that no field of a sample is lost between steps. */
final class ConversationsFormat implements DataFormat {
    @Override
    public String name() {
        return "conversations";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.isArray(row, "turns");
    }

    @Override
    public Conversation read(SourceRow row) {
        row.text("id");
        for (JsonNode turn : row.array("turns")) {
            Fields.text(row.place(), turn, "role");
            Fields.text(row.place(), turn, "text");
        }
        return row.whole();
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        return Json.MAPPER.valueToTree(conversation);
    }
}
