package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows {@code {prompt, completion}}, both texts or both lists of messages (TRL); the field {@code completion} may also be named {@code response}.
 * TRL's KTO data has these rows with a {@code label}; a row with the label false is rejected.
 */
final class PromptCompletionFormat implements DataFormat {
    @Override
    public String name() {
        return "prompt-completion";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.has("prompt") && (row.has("completion") || row.has("response"));
    }

    @Override
    public Conversation read(SourceRow row) {
        String answer = row.has("completion") ? "completion" : "response";
        List<Turn> turns = new ArrayList<>(said(row, "prompt", Role.USER));
        turns.addAll(said(row, answer, Role.ASSISTANT));
        return row.conversation(name(), turns);
    }

    /** Reads a text of one speaker, or messages. */
    static List<Turn> said(SourceRow row, String field, Role speaker) {
        return row.isMessages(field)
                ? SourceTurn.all(row.place(), row.array(field))
                : List.of(new Turn(speaker, row.text(field)));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.of(conversation, name());
        return parts.begin(conversation, name())
                .put("prompt", parts.question())
                .put("completion", parts.answer())
                .finish();
    }
}
