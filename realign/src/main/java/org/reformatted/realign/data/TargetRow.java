package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/**
 * A row that a format is writing. The format sets its own fields; {@link #finish} adds the fields that are the same in every format (category, tools,
 * evidence, provenance, the row's unknown fields), so that no content is lost when the row is read again.
 */
final class TargetRow {
    /** The formats that can contain any number of turns with all their fields. */
    static final List<String> WHOLE = List.of("messages", "sharegpt", "conversations");

    private final Conversation conversation;
    private final String format;
    private final ObjectNode node = Fields.object();
    private final Set<String> written = new HashSet<>();
    private boolean carried;

    TargetRow(Conversation conversation, String format) {
        this.conversation = conversation;
        this.format = format;
    }

    /** Returns the name of a conversation for messages: its id and the place where it was read. */
    static String name(Conversation conversation) {
        return "conversation " + conversation.id()
                + (conversation.place() == null ? "" : " (" + conversation.place() + ")");
    }

    TargetRow put(String field, String value) {
        node.put(field, value);
        return this;
    }

    /** Writes a value of the provenance to a field of the format; {@link #finish} then leaves it out. */
    TargetRow provenance(String key, String field) {
        String value = conversation.provenance().get(key);
        written.add(key);
        if (value != null) {
            node.put(field, value);
        }
        return this;
    }

    /** Marks a value of the provenance as written, because the reader can reconstruct it. */
    TargetRow written(String key) {
        written.add(key);
        return this;
    }

    /** Marks category and evidence as written by the format itself. */
    TargetRow carried() {
        carried = true;
        return this;
    }

    TargetRow set(String field, JsonNode value) {
        node.set(field, value);
        return this;
    }

    /** Adds the turns as objects. */
    ArrayNode turns(String field, String speakerField, String textField, boolean shareGpt) {
        ArrayNode items = node.putArray(field);
        for (Turn turn : conversation.turns()) {
            items.add(turn(turn, speakerField, textField, shareGpt));
        }
        return items;
    }

    private ObjectNode turn(Turn turn, String speakerField, String textField, boolean shareGpt) {
        JsonNode named = turn.fields().get("speaker");
        boolean call = shareGpt && named != null && named.asText().equals(Speakers.FUNCTION_CALL);
        String speaker = call
                ? Speakers.FUNCTION_CALL
                : shareGpt ? Speakers.from(turn.role()) : turn.role().label();
        ObjectNode item = Fields.object().put(speakerField, speaker).put(textField, turn.text());
        if (turn.weight() != null) {
            weight(item, turn.weight());
        }
        turn.fields().forEach((name, value) -> {
            if (!(call && name.equals("speaker"))) {
                item.set(name, value);
            }
        });
        return item;
    }

    /** Writes the weight of the answers as the row's weight, for formats that have no field for the weight of an answer. */
    TargetRow weight(@Nullable Double weight) {
        if (weight != null) {
            weight(node, weight);
        }
        return this;
    }

    private static void weight(ObjectNode to, double weight) {
        if (weight == Math.rint(weight) && weight < Integer.MAX_VALUE) {
            to.put("weight", (int) weight);
        } else {
            to.put("weight", weight);
        }
    }

    /**
     * Adds the fields that are the same in every format.
     *
     * @throws InputException naming an unknown field of the row with a name that the format itself uses
     */
    ObjectNode finish() {
        if (!carried && conversation.category() != null) {
            node.put(written.contains("category") ? SourceRow.TASK_CATEGORY : "category", conversation.category());
        }
        if (!carried) {
            Passages.write(conversation.evidence(), node);
        }
        if (conversation.tools() != null) {
            node.set("tools", conversation.tools());
        }
        Map<String, String> left = new TreeMap<>(conversation.provenance());
        left.keySet().removeAll(written);
        String source = node.has("source") ? null : left.remove("source");
        if (source != null) {
            node.put("source", source);
        }
        if (!left.isEmpty()) {
            left.forEach(node.withObject("/provenance")::put);
        }
        conversation.fields().forEach(this::putUnknown);
        return node;
    }

    private void putUnknown(String field, JsonNode value) {
        if (node.has(field)) {
            throw InputException.at(
                    TargetRow.name(conversation),
                    "the row's own field " + field + " conflicts",
                    "another name, since format " + format + " uses this one",
                    "rename the field, or write it in the format conversations");
        }
        node.set(field, value);
    }
}
