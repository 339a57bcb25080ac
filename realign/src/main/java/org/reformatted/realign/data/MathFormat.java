package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** MATH's rows {@code {problem, solution, level, type}}; the other fields are stored in the provenance. */
final class MathFormat implements DataFormat {
    private static final List<String> BESIDE = List.of("answer", "level", "subject", "type");

    @Override
    public String name() {
        return "math";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.hasAll(row, "problem", "solution");
    }

    @Override
    public Conversation read(SourceRow row) {
        for (String field : BESIDE) {
            row.optional(field).ifPresent(value -> row.provenance(field, value));
        }
        row.optional("unique_id").ifPresent(row::id);
        Turn problem = new Turn(Role.USER, row.text("problem"));
        Turn solution = new Turn(Role.ASSISTANT, row.text("solution"));
        return row.origin(name()).conversation(name(), List.of(problem, solution));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.of(conversation, name());
        TargetRow row = parts.begin(conversation, name())
                .put("problem", parts.question())
                .put("solution", parts.answer());
        BESIDE.forEach(field -> row.provenance(field, field));
        return (name().equals(conversation.provenance().get("source")) ? row.written("source") : row).finish();
    }
}
