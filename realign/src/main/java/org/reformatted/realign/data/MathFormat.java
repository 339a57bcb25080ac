package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.base.JsonLines;

/** MATH's rows {@code {problem, solution, level, type}}; what stands beside the two texts goes to the provenance. */
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
    public Conversation read(JsonLines.Row row, long number) {
        Map<String, String> provenance = new TreeMap<>(Map.of("source", name()));
        for (String field : BESIDE) {
            Fields.optional(row, field).ifPresent(value -> provenance.put(field, value));
        }
        String id = Fields.optional(row, "unique_id").orElseGet(() -> Fields.id(row, name(), number));
        Conversation read = Conversation.of(id, Fields.text(row, "problem"), Fields.text(row, "solution"));
        return new Conversation(id, read.turns(), null, List.of(), provenance);
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        Fields.requireSingleTurn(conversation, name());
        ObjectNode row = Fields.object()
                .put("id", conversation.id())
                .put("problem", conversation.question())
                .put("solution", conversation.response());
        for (String field : BESIDE) {
            String value = conversation.provenance().get(field);
            if (value != null) {
                row.put(field, value);
            }
        }
        return row;
    }
}
