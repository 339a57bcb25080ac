package org.reformatted.realign.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts with an unpaired surrogate (half of a surrogate pair). JSON can contain one as an escape, but UTF-8 cannot encode it: writing such a
 * text would replace it with a question mark.
 */
final class SurrogateCheck {
    private SurrogateCheck() {}

    /** Whether JSON text may contain an unpaired surrogate: it has the escape of a surrogate. */
    static boolean mayFail(String json) {
        for (int at = json.indexOf("\\u"); at >= 0 && at + 2 < json.length(); at = json.indexOf("\\u", at + 2)) {
            if (json.charAt(at + 2) == 'd' || json.charAt(at + 2) == 'D') {
                return true;
            }
        }
        return false;
    }

    static JsonNode require(Object place, JsonNode node) {
        String half = half(node);
        if (half != null) {
            throw InputException.at(
                    place,
                    "a text with half of a surrogate pair (" + half + ")",
                    "whole Unicode characters",
                    "fix the text or leave it out");
        }
        return node;
    }

    private static @Nullable String half(JsonNode node) {
        if (node.isTextual()) {
            return half(node.textValue());
        }
        if (node.isObject()) {
            for (var entry : node.properties()) {
                String half = half(entry.getKey());
                half = half == null ? half(entry.getValue()) : half;
                if (half != null) {
                    return half;
                }
            }
            return null;
        }
        for (JsonNode element : node) {
            String half = half(element);
            if (half != null) {
                return half;
            }
        }
        return null;
    }

    static @Nullable String half(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return String.format(Locale.ROOT, "\\u%04x", (int) c);
                }
                i++;
            }
        }
        return null;
    }
}
