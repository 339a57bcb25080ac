package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/**
 * A row that a format is reading. The format takes the fields it knows; {@link #conversation} takes those that every format may have (system, tools,
 * weight, category, evidence, provenance) and keeps all others.
 */
final class SourceRow {
    /** The field of the task category in formats whose field {@code category} has another meaning. */
    static final String TASK_CATEGORY = "task_category";

    private static final List<String> SYSTEM = List.of("system", "system_prompt", "system_message");
    private static final Set<String> PARTS = Set.of("turns", "evidence", "provenance", "tools", "fields");
    private static final List<String> TOOLS = List.of("tools", "functions");

    private final JsonLines.Row row;
    private final long number;
    private final Set<String> used = new HashSet<>();
    private final Map<String, String> provenance = new TreeMap<>();
    private @Nullable String id;
    private @Nullable String category;
    private @Nullable String origin;
    private List<Passage> evidence = List.of();

    /**
     * Starts reading a row.
     *
     * @param row the row and its place
     * @param number its number in its file, from 1
     */
    SourceRow(JsonLines.Row row, long number) {
        this.row = row;
        this.number = number;
    }

    String place() {
        return row.place();
    }

    boolean has(String field) {
        return row.node().has(field);
    }

    /** Tests whether a field contains messages, and not a text that only looks like a list. */
    boolean isMessages(String field) {
        JsonNode value = row.node().path(field);
        return value.isArray()
                || (Fields.isArray(row.node(), field)
                        && Fields.structure(value).path(0).has("role"));
    }

    /** Returns the value of a field without taking the field, so that it is kept in the conversation's fields. */
    JsonNode peek(String field) {
        return row.node().path(field);
    }

    /** Takes a field and returns its value. */
    JsonNode take(String field) {
        used.add(field);
        return row.node().path(field);
    }

    String text(String field) {
        used.add(field);
        return Fields.text(place(), row.node(), field);
    }

    /** Takes a field and returns its text, or the JSON of another value; empty for an empty text, null or a missing field. */
    Optional<String> optional(String field) {
        JsonNode value = take(field);
        String text =
                value.isTextual() ? value.textValue() : value.isNull() || value.isMissingNode() ? "" : Json.line(value);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    JsonNode array(String field) {
        used.add(field);
        return Fields.array(place(), row.node(), field);
    }

    SourceRow id(String found) {
        id = found;
        return this;
    }

    SourceRow provenance(String key, String value) {
        provenance.put(key, value);
        return this;
    }

    /** Sets the source for rows that do not name one. */
    SourceRow origin(String name) {
        origin = name;
        return this;
    }

    SourceRow category(@Nullable String named) {
        category = named;
        return this;
    }

    SourceRow evidence(List<Passage> found) {
        evidence = found;
        return this;
    }

    /** Creates the conversation from these turns and all other content of the row. */
    Conversation conversation(String format, List<Turn> said) {
        String name = id != null ? id : optional("id").orElseGet(() -> format + "-" + number);
        if (said.isEmpty()) {
            throw InputException.at(place(), "a row without a turn", "a question and an answer", "leave this row out");
        }
        List<Turn> turns = weighted(withSystem(said));
        JsonNode tools = tools();
        takeCommon();
        refuseBadAnswer();
        Map<String, JsonNode> rest = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : row.node().properties()) {
            Fields.refuseMedia(place(), entry.getKey(), entry.getValue());
            if (!used.contains(entry.getKey()) && !isNullOrEmpty(entry.getValue())) {
                rest.put(entry.getKey(), entry.getValue());
            }
        }
        return new Conversation(name, turns, category, evidence, provenance, tools, rest, shortPlace());
    }

    /** Reads a row that is already a {@link Conversation}; it keeps the place from which it was first read. */
    Conversation whole() {
        Conversation read = new JsonLines.Row(place(), structured()).as(Conversation.class);
        return read.place() == null ? read.withPlace(shortPlace()) : read;
    }

    /** Returns the row; if it comes from a table, its structured fields are parsed to arrays and objects. */
    private JsonNode structured() {
        if (!row.node().path("turns").isTextual()) {
            return row.node();
        }
        ObjectNode whole = Fields.object();
        row.node().properties().stream()
                .filter(entry -> !isNullOrEmpty(entry.getValue()))
                .forEach(entry -> whole.set(
                        entry.getKey(),
                        PARTS.contains(entry.getKey()) ? Fields.structure(entry.getValue()) : entry.getValue()));
        return whole;
    }

    /** Tests whether a value is null, or the empty text that a table has instead. */
    private static boolean isNullOrEmpty(JsonNode value) {
        return value.isNull() || (value.isTextual() && value.textValue().isEmpty());
    }

    private String shortPlace() {
        return place().substring(place().lastIndexOf(File.separatorChar) + 1);
    }

    private void takeCommon() {
        String field = used.contains("category") ? TASK_CATEGORY : "category";
        if (category == null && row.node().path(field).isTextual()) {
            category = optional(field).orElse(null);
        }
        if (evidence.isEmpty() && Passages.isEvidence(row.node().path("evidence"))) {
            evidence = Passages.read(take("evidence"));
        }
        JsonNode known = Fields.structure(row.node().path("provenance"));
        if (known.isObject() && known.valueStream().allMatch(JsonNode::isTextual)) {
            take("provenance");
            known.properties()
                    .forEach(entry -> provenance.putIfAbsent(
                            entry.getKey(), entry.getValue().textValue()));
        }
        if (row.node().path("source").isTextual()) {
            optional("source").ifPresent(source -> provenance.putIfAbsent("source", source));
        }
        if (origin != null) {
            provenance.putIfAbsent("source", origin);
        }
    }

    private List<Turn> withSystem(List<Turn> said) {
        List<Turn> turns = said;
        for (String field : SYSTEM) {
            String text = used.contains(field) ? "" : optional(field).orElse("");
            if (text.isEmpty()) {
                continue;
            }
            Turn first = turns.get(0);
            if (first.role() == Role.SYSTEM && !first.text().equals(text)) {
                throw InputException.at(
                        place(), "the field " + field + " and another system turn", "one of them", "remove one");
            }
            if (first.role() != Role.SYSTEM) {
                turns = new ArrayList<>(turns);
                turns.add(0, new Turn(Role.SYSTEM, text));
            }
        }
        return turns;
    }

    /** Applies the weight of the row to its answers, except those with their own weight. */
    private List<Turn> weighted(List<Turn> turns) {
        List<Turn> weighted = turns;
        for (String field : List.of("weight", "loss", "train")) {
            Double weight = LossWeight.read(place(), field, take(field));
            if (weight != null) {
                weighted = weighted.stream()
                        .map(turn -> turn.role() == Role.ASSISTANT && turn.weight() == null
                                ? new Turn(turn.role(), turn.text(), weight, turn.fields())
                                : turn)
                        .toList();
            }
        }
        return weighted;
    }

    private @Nullable JsonNode tools() {
        for (String field : TOOLS) {
            JsonNode value = row.node().path(field);
            boolean empty =
                    value.isContainerNode() ? value.isEmpty() : value.asText("").isEmpty() || value.isNull();
            if (!used.contains(field) && !empty) {
                used.add(field);
                return value;
            }
        }
        return null;
    }

    /** Rejects a row whose label is false: its answer must not be imitated (TRL's KTO data). */
    private void refuseBadAnswer() {
        JsonNode label = row.node().path("label");
        if (label.isBoolean() && !label.booleanValue()) {
            throw InputException.at(
                    place(),
                    "label is false, which marks an answer as bad",
                    "answers to learn from",
                    "leave this row out");
        }
    }
}
