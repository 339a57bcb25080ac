package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * ShareGPT's rows {@code {id?, conversations: [{from, value, weight?}], system?, tools?}}. A conversation may also be a list of plain texts, as in
 * LIMA: user and assistant alternate, the user first.
 */
final class ShareGptFormat implements DataFormat {
    @Override
    public String name() {
        return "sharegpt";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.isArray(row, "conversations");
    }

    @Override
    public Conversation read(SourceRow row) {
        JsonNode said = row.array("conversations");
        List<Turn> turns = said.get(0).isTextual()
                ? UltraChatFormat.alternating(row.place(), said)
                : SourceTurn.all(row.place(), said);
        return row.conversation(name(), turns);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        TargetRow row = new TargetRow(conversation, name()).put("id", conversation.id());
        row.turns("conversations", "from", "value", true);
        return row.finish();
    }
}
