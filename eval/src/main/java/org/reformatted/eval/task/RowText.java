package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** Fills the fields of a row into the texts of a task's file. */
final class RowText {
    private static final String PATH = "[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*";
    private static final Pattern SLOT =
            Pattern.compile("\\{(" + PATH + "(?:\\|" + PATH + ")*)(?::(capitalize|json))?}");

    private RowText() {}

    /** Fills in a row's fields; the inserted text is never searched for slots. */
    static String filled(JsonLines.Row row, String template) {
        return SLOT.matcher(template).replaceAll(slot -> Matcher.quoteReplacement(slot(row, slot)));
    }

    private static String slot(JsonLines.Row row, MatchResult slot) {
        JsonNode node = required(row, slot.group(1));
        if ("json".equals(slot.group(2))) {
            return Json.line(node);
        }
        String text = text(row, slot.group(1), node);
        return slot.group(2) == null || text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Returns the text of the first of several alternative fields that the row has; vertical bars separate the alternatives. */
    static Optional<String> optional(JsonLines.Row row, String paths) {
        return node(row, paths).map(node -> text(row, paths, node));
    }

    /** Returns the value of the first of several alternative fields that the row has. */
    static JsonNode required(JsonLines.Row row, String paths) {
        return node(row, paths).orElseThrow(() -> unusable(row, "there is no field \"" + paths + "\""));
    }

    private static Optional<JsonNode> node(JsonLines.Row row, String paths) {
        return Stream.of(paths.split("\\|", -1))
                .map(path -> at(row.node(), path))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .findFirst();
    }

    private static JsonNode at(JsonNode row, String path) {
        JsonNode node = row;
        for (String part : path.split("\\.", -1)) {
            node = node.isArray() && part.matches("\\d{1,9}") ? node.path(Integer.parseInt(part)) : node.path(part);
        }
        return node;
    }

    private static String text(JsonLines.Row row, String paths, JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining("\n"));
        }
        if (node.isObject()) {
            throw unusable(row, "\"" + paths + "\" is an object");
        }
        return node.asText();
    }

    private static InputException unusable(JsonLines.Row row, String found) {
        return InputException.at(
                row.place(),
                found,
                "a text, a number or a list of them",
                "fix this row, or the slot in the task's file");
    }
}
