package org.reformatted.realign.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.Json;

/**
 * A token that is added to the vocabulary, with its fields in tokenizer.json and tokenizer_config.json.
 *
 * @param content its spelling
 * @param id its id
 * @param special if true, no text is read as this token, and it decodes to an empty text
 * @param singleWord whether it is only read as a separate word
 * @param leftStrip whether it includes the white space before it
 * @param rightStrip whether it includes the white space after it
 * @param normalized whether it is searched in the normalized text
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
     * Creates a special token; no text is encoded as this token.
     *
     * @param content its spelling
     * @param id its id
     * @return the token
     */
    public static AddedToken special(String content, int id) {
        return new AddedToken(content, id, true, false, false, false, false);
    }

    /** Reads the fields of a token; missing fields are false. */
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

    /** Returns the fields without the id, as in tokenizer_config.json. */
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
