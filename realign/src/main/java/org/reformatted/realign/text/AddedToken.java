package org.reformatted.realign.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.Json;

/**
 * A token beside the vocabulary, with the fields that tokenizer.json and tokenizer_config.json give it.
 *
 * @param content its spelling
 * @param id its id
 * @param special true: no text is read as this token, and it decodes to nothing
 * @param singleWord whether it is read only where it is a word of its own
 * @param leftStrip whether it takes the white space before it
 * @param rightStrip whether it takes the white space behind it
 * @param normalized whether it is looked for in the normalized text
 */
public record AddedToken(
        String content,
        int id,
        boolean special,
        boolean singleWord,
        boolean leftStrip,
        boolean rightStrip,
        boolean normalized) {
    /**
     * A token that no text is read as.
     *
     * @param content its spelling
     * @param id its id
     * @return the token
     */
    public static AddedToken special(String content, int id) {
        return new AddedToken(content, id, true, false, false, false, false);
    }

    /** Reads the fields of a token; those that are missing are false. */
    static AddedToken of(JsonNode node, int id) {
        return new AddedToken(
                node.path("content").asText(),
                id,
                node.path("special").asBoolean(),
                node.path("single_word").asBoolean(),
                node.path("lstrip").asBoolean(),
                node.path("rstrip").asBoolean(),
                node.path("normalized").asBoolean());
    }

    AddedToken asSpecial() {
        return new AddedToken(content, id, true, singleWord, leftStrip, rightStrip, normalized);
    }

    /** The fields without the id, as tokenizer_config.json has them. */
    ObjectNode json() {
        return Json.MAPPER
                .createObjectNode()
                .put("content", content)
                .put("lstrip", leftStrip)
                .put("normalized", normalized)
                .put("rstrip", rightStrip)
                .put("single_word", singleWord)
                .put("special", special);
    }
}
