package org.reformatted.realign.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** Reads fields of objects, with errors that name the place and the field. */
final class Fields {
    private static final Set<String> MEDIA =
            Set.of("image", "images", "video", "videos", "audio", "audios", "image_url", "input_audio");

    private Fields() {}

    static String text(String place, JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw InputException.at(
                    place, "the field " + field + " is missing", "a text there", "add it, or name the file's format");
        }
        if (!value.isTextual()) {
            throw InputException.at(
                    place,
                    "the field " + field + " contains " + shown(value),
                    "a text",
                    "put it in quotes, or name the file's format");
        }
        return value.textValue();
    }

    /** Reads an array; the cell of a table contains it as JSON text. */
    static JsonNode array(String place, JsonNode node, String field) {
        JsonNode value = structure(node.path(field));
        if (!value.isArray() || value.isEmpty()) {
            throw InputException.at(
                    place,
                    "the field " + field + (value.isMissingNode() ? " is missing" : " contains " + shown(value)),
                    "an array with at least one entry",
                    "fix this row or leave it out");
        }
        return value;
    }

    static boolean isArray(JsonNode node, String field) {
        return structure(node.path(field)).isArray();
    }

    /** Parses a text that is a JSON array or object, as in the cells of a table; returns any other value unchanged. */
    static JsonNode structure(JsonNode value) {
        if (!value.isTextual()
                || !(value.textValue().startsWith("[") || value.textValue().startsWith("{"))) {
            return value;
        }
        try {
            return Json.MAPPER.readTree(value.textValue());
        } catch (JsonProcessingException e) {
            return value;
        }
    }

    static boolean hasAll(JsonNode row, String... fields) {
        for (String field : fields) {
            if (!row.has(field)) {
                return false;
            }
        }
        return true;
    }

    /** Rejects a row with an image, audio or video: a text model would learn to answer without seeing it. */
    static void refuseMedia(String place, String field, JsonNode value) {
        boolean empty = value.isContainerNode()
                ? value.isEmpty()
                : value.isNull() || value.asText().isEmpty();
        if (MEDIA.contains(field) && !empty && !value.isBoolean()) {
            throw InputException.at(place, "the field " + field + " is not empty", "only text", "leave this row out");
        }
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
