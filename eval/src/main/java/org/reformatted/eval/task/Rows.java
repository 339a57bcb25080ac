package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** Fields of benchmark rows, with errors that name the row. */
public final class Rows {
    private Rows() {}

    /**
     * Returns the text of a required field.
     *
     * @param row the row
     * @param field its field
     * @return the text
     * @throws InputException naming the row
     */
    public static String text(JsonLines.Row row, String field) {
        return text(row.place(), row.node(), field);
    }

    /**
     * Returns a field's value; a JSON {@code null} counts as absent.
     *
     * @param node a row
     * @param field its field
     * @return the value
     */
    public static Optional<JsonNode> value(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    /** Returns the text of a required field. */
    static String text(String place, JsonNode node, String field) {
        JsonNode value = value(node, field).orElse(null);
        if (value == null || !value.isTextual()) {
            throw InputException.at(
                    place,
                    value == null ? "there is no field \"" + field + "\"" : "\"" + field + "\" is not a text",
                    "\"" + field + "\" to contain text",
                    "fix this row or point the task at another file");
        }
        return value.textValue();
    }

    /** Returns the text of a required field that contains a text or a number. */
    static String textOrNumber(JsonLines.Row row, String field) {
        JsonNode value = row.node().get(field);
        if (value != null && value.isTextual()) {
            return value.textValue();
        }
        if (value != null && value.isNumber()) {
            return value.asText();
        }
        throw InputException.at(
                row.place(),
                value == null ? "there is no field \"" + field + "\"" : "\"" + field + "\" is not a text",
                "an object with the texts \"output\" and \"reference\"",
                "fix this line");
    }

    /**
     * Returns a row's own {@code id} or {@code question_id}, else its number.
     *
     * @param row the row
     * @param number its number
     * @return the id
     */
    public static String id(JsonLines.Row row, int number) {
        return value(row.node(), "id")
                .or(() -> value(row.node(), "question_id"))
                .map(JsonNode::asText)
                .filter(id -> !id.isEmpty())
                .orElse(String.valueOf(number));
    }

    /**
     * Returns the question of a row: {@code question}, {@code instruction}, the first of {@code turns}, or the first of {@code items}.
     *
     * @param row the row
     * @return the question
     * @throws InputException naming a row that has none
     */
    public static String question(JsonLines.Row row) {
        JsonNode node = row.node();
        for (String field : new String[] {"question", "instruction"}) {
            if (value(node, field).isPresent()) {
                return text(row, field);
            }
        }
        JsonNode first = node.path("turns").path(0);
        if (first.isTextual()) {
            return first.textValue();
        }
        JsonNode value = node.path("items").path(0).path("value");
        if (value.isTextual()) {
            return value.textValue();
        }
        throw InputException.at(
                row.place(),
                "no question",
                "the text \"question\" or \"instruction\", FastChat's \"turns\", or ReAlign's \"items\"",
                "fix this row or point the task at another file");
    }
}
