package org.reformatted.eval.instruct;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The arguments of one instruction, from a row's {@code kwargs}; a missing argument is an error that names it. */
record Arguments(String instruction, JsonNode values) {
    String text(String name) {
        JsonNode value = values.get(name);
        if (value == null || !value.isTextual()) {
            throw missing(name, "a text");
        }
        return value.textValue();
    }

    /** Returns a number; some files write whole numbers with a decimal point. */
    int number(String name) {
        JsonNode value = values.get(name);
        if (value == null || !value.isNumber()) {
            throw missing(name, "a number");
        }
        return value.intValue();
    }

    List<String> texts(String name) {
        JsonNode value = values.get(name);
        if (value == null || !value.isArray()) {
            throw missing(name, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Returns whether a count satisfies a relation, {@code less than} or {@code at least}, with a number. */
    boolean holds(int count, String relation, String number) {
        return switch (text(relation)) {
            case "less than" -> count < number(number);
            case "at least" -> count >= number(number);
            default -> throw missing(relation, "\"less than\" or \"at least\"");
        };
    }

    private IllegalArgumentException missing(String name, String expected) {
        return new IllegalArgumentException(
                "instruction " + instruction + ": \"" + name + "\" (" + values.path(name) + ") must be " + expected);
    }
}
