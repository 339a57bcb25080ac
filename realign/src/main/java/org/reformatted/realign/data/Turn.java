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
 * One thing said.
 *
 * @param role who says it
 * @param text what is said, unchanged from its source
 * @param weight what the turn's tokens weigh in the loss, 0 or more; absent: 1 for the assistant, 0 for all others
 * @param fields what its source says beside role, text and weight, such as {@code tool_calls} or {@code name}
 */
public record Turn(
        Role role,
        String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double weight,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> fields) {
    /** The fields of a turn that calls a tool: OpenAI's, its former name, and what ShareGPT's speaker {@code function_call} becomes. */
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
     * Something said, with the weight that its role has.
     *
     * @param role who says it
     * @param text what is said
     */
    public Turn(Role role, String text) {
        this(role, text, null, Map.of());
    }

    /**
     * What each token of this turn weighs in the loss.
     *
     * @return the weight given, else 1 for the assistant and 0 for others
     */
    public double lossWeight() {
        return weight != null ? weight : role == Role.ASSISTANT ? 1 : 0;
    }

    /**
     * Whether the assistant calls a tool here.
     *
     * @return true when the turn holds a call, with a text or without
     */
    public boolean callsTool() {
        return role == Role.ASSISTANT && CALLS.stream().anyMatch(fields::containsKey);
    }

    /**
     * The same turn with another text.
     *
     * @param changed the new text
     * @return a copy
     */
    public Turn withText(String changed) {
        return new Turn(role, changed, weight, fields);
    }
}
