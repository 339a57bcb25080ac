package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Chat messages as chat APIs and most trainers use them: {@code {messages: [{role, content, weight?, tool_calls?}], tools?, category?}}. */
final class MessagesFormat implements DataFormat {
    @Override
    public String name() {
        return "messages";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.isArray(row, "messages");
    }

    @Override
    public Conversation read(SourceRow row) {
        return row.conversation(name(), SourceTurn.all(row.place(), row.array("messages")));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        TargetRow row = new TargetRow(conversation, name()).put("id", conversation.id());
        row.turns("messages", "role", "content", false);
        return row.finish();
    }
}
