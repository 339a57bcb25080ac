package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the evidence of rows: a text, or an array of texts and of objects {@code {text, source, score}}. */
final class Passages {
    private Passages() {}

    /** Tests whether the value of a field {@code evidence} has this project's form, and not that of another data set. */
    static boolean isEvidence(JsonNode found) {
        JsonNode value = Fields.structure(found);
        return value.isTextual()
                || (value.isArray()
                        && value.valueStream()
                                .allMatch(entry ->
                                        entry.isTextual() || entry.path("text").isTextual()));
    }

    static List<Passage> read(JsonNode found) {
        JsonNode value = Fields.structure(found);
        List<Passage> evidence = new ArrayList<>();
        if (value.isTextual() && !value.textValue().isEmpty()) {
            evidence.add(new Passage(value.textValue(), "", 0));
        }
        for (JsonNode entry : value) {
            evidence.add(
                    entry.isTextual()
                            ? new Passage(entry.textValue(), "", 0)
                            : new Passage(
                                    entry.path("text").asText(),
                                    entry.path("source").asText(),
                                    entry.path("score").asDouble()));
        }
        return evidence;
    }

    static void write(List<Passage> evidence, ObjectNode to) {
        if (evidence.isEmpty()) {
            return;
        }
        ArrayNode list = to.putArray("evidence");
        // All passages in one form, since a Parquet column has only one type.
        boolean texts = evidence.stream().allMatch(passage -> passage.source().isEmpty() && passage.score() == 0);
        for (Passage passage : evidence) {
            if (texts) {
                list.add(passage.text());
            } else {
                list.addObject()
                        .put("text", passage.text())
                        .put("source", passage.source())
                        .put("score", passage.score());
            }
        }
    }
}
