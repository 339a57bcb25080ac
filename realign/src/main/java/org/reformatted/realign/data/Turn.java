package org.reformatted.realign.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * One turn of a conversation.
 *
 * @param role the speaker
 * @param text the text, unchanged from its source
 * @param weight the weight of the turn's tokens in the loss, 0 or more; if absent, 1 for the assistant and 0 for all others
 * @param fields the other fields of its source, such as {@code tool_calls} or {@code name}
 */
public record Turn(
        Role role,
        String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double weight,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> fields) {
    /** The fields of a turn that calls a tool: OpenAI's field, its former name, and the field that marks ShareGPT's speaker {@code function_call}. */
    private static final List<String> CALLS = List.of("tool_calls", "function_call", "speaker");

    /** Checks the weight and copies the fields. */
    public Turn {
        if (weight != null) {
            Check.argument(
                    weight >= 0 && weight < Double.POSITIVE_INFINITY,
                    "weight (%s) must be a number of 0 or more",
                    weight);
        }
        fields = fields == null || fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /**
     * Creates a turn with the default weight of its role.
     *
     * @param role the speaker
     * @param text the text
     */
    public Turn(Role role, String text) {
        this(role, text, null, Map.of());
    }

    /**
     * Returns the weight of each token of this turn in the loss.
     *
     * @return the turn's own weight, or else 1 for the assistant and 0 for others
     */
    public double lossWeight() {
        return weight != null ? weight : role == Role.ASSISTANT ? 1 : 0;
    }

    /**
     * Tests whether the assistant calls a tool in this turn.
     *
     * @return true when the turn contains a call, with or without a text
     */
    public boolean callsTool() {
        return role == Role.ASSISTANT && CALLS.stream().anyMatch(fields::containsKey);
    }

    /**
     * Returns a copy with another text.
     *
     * @param changed the new text
     * @return a copy
     */
    public Turn withText(String changed) {
        return new Turn(role, changed, weight, fields);
    }
}
