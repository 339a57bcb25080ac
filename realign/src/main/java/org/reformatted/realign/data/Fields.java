package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** Fields of a row, read with errors that name the place and the field. */
final class Fields {
    private Fields() {}

    static String text(JsonLines.Row row, String field) {
        return text(row.place(), row.node(), field);
    }

    static String text(String place, JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw InputException.at(
                    place, "the field " + field + " is missing", "a text there", "add it, or name the file's format");
        }
        if (!value.isTextual()) {
            throw InputException.at(
                    place,
                    "the field " + field + " holds " + shown(value),
                    "a text",
                    "put it in quotes, or name the file's format");
        }
        return value.textValue();
    }

    static Optional<String> optional(JsonLines.Row row, String field) {
        JsonNode value = row.node().get(field);
        return value == null
                        || value.isNull()
                        || (value.isTextual() && value.textValue().isEmpty())
                ? Optional.empty()
                : Optional.of(value.isTextual() ? value.textValue() : Json.line(value));
    }

    static JsonNode array(String place, JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isArray() || value.isEmpty()) {
            throw InputException.at(
                    place,
                    "the field " + field + (value == null ? " is missing" : " holds " + shown(value)),
                    "an array with at least one entry",
                    "mend this row or leave it out");
        }
        return value;
    }

    static String id(JsonLines.Row row, String format, long number) {
        return optional(row, "id").orElseGet(() -> format + "-" + number);
    }

    static boolean hasAll(JsonNode row, String... fields) {
        for (String field : fields) {
            if (!row.has(field)) {
                return false;
            }
        }
        return true;
    }

    /** The user's one turn and the assistant's one, for formats that have no place for more. */
    static void requireSingleTurn(Conversation conversation, String format) {
        long users = conversation.turns().stream()
                .filter(turn -> turn.role() == Role.USER)
                .count();
        if (users != 1 || conversation.turns().size() > 2) {
            throw InputException.at(
                    "conversation " + conversation.id(),
                    "it has " + conversation.turns().size() + " turns",
                    "one question and one answer, which is all that format " + format + " can say",
                    "write it as messages or sharegpt");
        }
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
