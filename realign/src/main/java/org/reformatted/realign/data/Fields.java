package org.reformatted.realign.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** Fields of objects, read with errors that name the place and the field. */
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
                    "the field " + field + " holds " + shown(value),
                    "a text",
                    "put it in quotes, or name the file's format");
        }
        return value.textValue();
    }

    /** An array, or in the cell of a table the JSON text of one. */
    static JsonNode array(String place, JsonNode node, String field) {
        JsonNode value = structure(node.path(field));
        if (!value.isArray() || value.isEmpty()) {
            throw InputException.at(
                    place,
                    "the field " + field + (value.isMissingNode() ? " is missing" : " holds " + shown(value)),
                    "an array with at least one entry",
                    "fix this row or leave it out");
        }
        return value;
    }

    static boolean isArray(JsonNode node, String field) {
        return structure(node.path(field)).isArray();
    }

    /** What a text spells that is a JSON array or object, as tables carry them; anything else as it is. */
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

    /** Refuses a picture or a sound that the text speaks of: a model of text would learn to answer without it. */
    static void refuseMedia(String place, String field, JsonNode value) {
        boolean empty = value.isContainerNode()
                ? value.isEmpty()
                : value.isNull() || value.asText().isEmpty();
        if (MEDIA.contains(field) && !empty && !value.isBoolean()) {
            throw InputException.at(place, "the field " + field + " is not empty", "text alone", "leave this row out");
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
