package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * No Robots in the layout of its Hugging Face files: {@code {prompt, prompt_id, messages: [{role, content}], category?}}; UltraChat 200k and
 * UltraFeedback have the same fields. Its ten categories are not the task categories of the criteria, so they are stored in the provenance
 * {@code category}.
 */
final class NoRobotsFormat implements DataFormat {
    @Override
    public String name() {
        return "no-robots";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.isArray(row, "messages") && Fields.hasAll(row, "prompt", "prompt_id");
    }

    @Override
    public Conversation read(SourceRow row) {
        List<Turn> turns = SourceTurn.all(row.place(), row.array("messages"));
        row.optional("prompt")
                .filter(prompt -> !prompt.equals(firstQuestion(turns)))
                .ifPresent(prompt -> row.provenance("prompt", prompt));
        row.optional("category").ifPresent(category -> row.provenance("category", category));
        return row.id(row.text("prompt_id")).origin(name()).conversation(name(), turns);
    }

    private static String firstQuestion(List<Turn> turns) {
        return turns.stream()
                .filter(turn -> turn.role() == Role.USER)
                .map(Turn::text)
                .findFirst()
                .orElse("");
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        TargetRow row = new TargetRow(conversation, name())
                .put("prompt", firstQuestion(conversation.turns()))
                .provenance("prompt", "prompt")
                .put("prompt_id", conversation.id());
        row.turns("messages", "role", "content", false);
        row.provenance("category", "category");
        return (name().equals(conversation.provenance().get("source")) ? row.written("source") : row).finish();
    }
}
