package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;
import org.reformatted.realign.base.InputException;

/**
 * Selects modules by their full names, such as {@code model.layers.0.self_attn.q_proj}, as PEFT does (tuners_utils.py, check_target_module_exists).
 */
sealed interface ModuleNames {
    /** Whether a module is selected. */
    boolean has(String module);

    /**
     * Full names, or their last parts.
     *
     * @param names such as {@code q_proj} or {@code self_attn.q_proj}
     */
    record NameList(List<String> names) implements ModuleNames {
        @Override
        public boolean has(String module) {
            return isFullyTrained(module) || names.stream().anyMatch(name -> module.endsWith("." + name));
        }

        boolean isFullyTrained(String module) {
            return names.contains(module);
        }
    }

    /**
     * A regular expression that must match the entire full name.
     *
     * @param pattern the expression
     */
    record NamePattern(Pattern pattern) implements ModuleNames {
        @Override
        public boolean has(String module) {
            return pattern.matcher(module).matches();
        }
    }

    /** Every projection, but not the head. */
    record AllLinear() implements ModuleNames {
        @Override
        public boolean has(String module) {
            return module.endsWith("_proj");
        }
    }

    /** Reads a list of names or an expression; a missing field selects no module. */
    static ModuleNames read(Path file, String field, JsonNode value) {
        if (value.isTextual()) {
            return value.asText().equalsIgnoreCase("all-linear")
                    ? new AllLinear()
                    : new NamePattern(expression(file, field, value.asText()));
        }
        return new NameList(list(file, field, value));
    }

    /** Reads a list of texts, or one text; a missing field is an empty list. */
    static List<String> list(Path file, String field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.asText());
        } else if (value.isArray()
                && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual)) {
            value.forEach(name -> texts.add(name.asText()));
        } else {
            throw InputException.at(file + ", " + field, "found " + value, "a list of names", "save the adapter again");
        }
        return List.copyOf(texts);
    }

    /** Converts a Python expression to Java's syntax, which writes named groups differently. */
    static Pattern expression(Path file, String field, String python) {
        String java = python.replace("(?P<", "(?<")
                .replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>")
                .replace("\\Z", "\\z");
        try {
            return Pattern.compile(java);
        } catch (PatternSyntaxException e) {
            throw new InputException(
                    file + ", " + field + ": '" + python + "' is not a regular expression here (" + e.getDescription()
                            + "); name the modules in a list instead",
                    e);
        }
    }
}
