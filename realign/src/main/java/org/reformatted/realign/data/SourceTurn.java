package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/**
 * Reads a turn: the speaker from {@code from} or {@code role}, the text from {@code value}, {@code content} or {@code text} (a text, or OpenAI's list
 * of parts). All other fields are kept in {@link Turn#fields}.
 */
final class SourceTurn {
    private static final List<String> SPEAKER = List.of("from", "role");
    private static final List<String> TEXT = List.of("value", "content", "text");
    private static final List<String> WEIGHT = List.of("weight", "loss", "train", "training");
    private static final Set<String> PART_WEIGHTS = Set.of("train_detail", "training_detail");

    private final String place;
    private final JsonNode item;
    private final Set<String> used = new HashSet<>();

    private SourceTurn(String place, JsonNode item) {
        this.place = place;
        this.item = item;
    }

    /** Reads the turns of an array, without the fields that the caller has read itself. */
    static List<Turn> all(String place, JsonNode array, String... read) {
        List<Turn> turns = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            turns.add(read(place, item, read));
        }
        return turns;
    }

    static Turn read(String place, JsonNode item, String... read) {
        if (!item.isObject()) {
            throw InputException.at(
                    place, "a turn that is " + Fields.shown(item), "an object with role and content", "fix this row");
        }
        SourceTurn source = new SourceTurn(place, item);
        source.used.addAll(List.of(read));
        return source.turn();
    }

    private Turn turn() {
        String speaker = Fields.text(place, item, first(SPEAKER));
        Role role = Speakers.find(speaker)
                .orElseThrow(() -> InputException.at(
                        place,
                        "the speaker \"" + speaker + "\"",
                        "human, user, gpt, assistant, system, developer or tool",
                        "rename the speaker"));
        Map<String, JsonNode> fields = new TreeMap<>();
        String text = text(role, fields);
        @Nullable Double weight = weight();
        for (Map.Entry<String, JsonNode> entry : item.properties()) {
            refuseUnreadable(entry.getKey(), entry.getValue());
            if (!used.contains(entry.getKey()) && !entry.getValue().isNull()) {
                fields.put(entry.getKey(), entry.getValue());
            }
        }
        if (speaker.equals(Speakers.FUNCTION_CALL)) {
            fields.put("speaker", TextNode.valueOf(speaker));
        }
        return new Turn(role, text, weight, fields);
    }

    private String first(List<String> names) {
        String found = names.stream().filter(item::has).findFirst().orElse(names.get(0));
        used.add(found);
        return found;
    }

    private String text(Role role, Map<String, JsonNode> fields) {
        String name = first(TEXT);
        JsonNode content = item.path(name);
        if (content.isArray()) {
            return parts(content, fields);
        }
        boolean calls = role == Role.ASSISTANT && (item.has("tool_calls") || item.has("function_call"));
        return calls && (content.isNull() || content.isMissingNode()) ? "" : Fields.text(place, item, name);
    }

    /** Joins the texts of the parts with line breaks; several parts are also kept in the field {@code parts}. */
    private String parts(JsonNode content, Map<String, JsonNode> fields) {
        if (content.size() > 1) {
            fields.put("parts", content);
        }
        return StreamSupport.stream(content.spliterator(), false)
                .map(this::part)
                .collect(Collectors.joining("\n"));
    }

    private String part(JsonNode part) {
        if (part.isTextual()) {
            return part.textValue();
        }
        String type = part.path("type").asText("text");
        if (!type.equals("text") || !part.path("text").isTextual()) {
            throw InputException.at(
                    place,
                    "a part of content of type " + type,
                    "parts of type text with a text: a text model sees nothing else",
                    "leave this row out");
        }
        return part.path("text").textValue();
    }

    private @Nullable Double weight() {
        @Nullable Double weight = null;
        for (String name : WEIGHT) {
            used.add(name);
            Double said = LossWeight.read(place, name, item.path(name));
            if (weight != null && said != null && !weight.equals(said)) {
                throw InputException.at(
                        place, "a turn whose " + name + " contradicts another field", "one weight", "keep one of them");
            }
            weight = said == null ? weight : said;
        }
        return weight;
    }

    private void refuseUnreadable(String name, JsonNode value) {
        Fields.refuseMedia(place, name, value);
        if (PART_WEIGHTS.contains(name) && !value.isNull() && !value.isEmpty()) {
            throw InputException.at(
                    place,
                    "a turn with " + name + ", which weighs parts of a text",
                    "weight, for the entire turn",
                    "leave the field or the row out");
        }
    }
}
