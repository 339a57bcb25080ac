package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** OpenOrca's rows {@code {id, system_prompt, question, response}}. */
final class OpenOrcaFormat implements DataFormat {
    @Override
    public String name() {
        return "openorca";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("question").isTextual() && row.path("response").isTextual();
    }

    @Override
    public Conversation read(SourceRow row) {
        Turn question = new Turn(Role.USER, row.text("question"));
        return row.conversation(name(), List.of(question, new Turn(Role.ASSISTANT, row.text("response"))));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.of(conversation, name());
        TargetRow row = new TargetRow(conversation, name())
                .put("id", conversation.id())
                .put("system_prompt", parts.system().orElse(""))
                .put("question", parts.question())
                .put("response", parts.answer());
        return row.weight(parts.weight()).finish();
    }
}
