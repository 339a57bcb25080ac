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
 * A row while a format writes it: the format puts its own fields, {@link #finish} adds what every format carries in the same fields (category,
 * tools, evidence, provenance, the row's unknown fields), so that reading finds all of it again.
 */
final class TargetRow {
    /** The formats that hold any number of turns and all they say. */
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

    /** How messages name a conversation: by its id and where it was read. */
    static String name(Conversation conversation) {
        return "conversation " + conversation.id()
                + (conversation.place() == null ? "" : " (" + conversation.place() + ")");
    }

    TargetRow put(String field, String value) {
        node.put(field, value);
        return this;
    }

    /** Writes a value of the provenance under a field of the format, and not once more. */
    TargetRow provenance(String key, String field) {
        String value = conversation.provenance().get(key);
        written.add(key);
        if (value != null) {
            node.put(field, value);
        }
        return this;
    }

    /** Leaves out a value of the provenance that the reader finds by itself. */
    TargetRow written(String key) {
        written.add(key);
        return this;
    }

    /** Category and evidence have been written by the format itself. */
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

    /** The weight of the answers as the row's, for formats whose answers have no place for their own. */
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
     * Adds what every format carries.
     *
     * @throws InputException naming an unknown field of the row whose name the format needs itself
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
        conversation.fields().forEach(this::carry);
        return node;
    }

    private void carry(String field, JsonNode value) {
        if (node.has(field)) {
            throw InputException.at(
                    TargetRow.name(conversation),
                    "its row has a field " + field + " of its own",
                    "another name, since format " + format + " uses this one",
                    "rename the field, or write it in the format conversations");
        }
        node.set(field, value);
    }
}
