package org.reformatted.realign.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * The ids that the {@code post_processor} of a tokenizer.json adds around a single text.
 *
 * @param before the ids before the text
 * @param after the ids after the text
 */
record PostProcessor(List<Integer> before, List<Integer> after) {
    static PostProcessor read(Path file, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return new PostProcessor(List.of(), List.of());
        }
        return switch (node.path("type").asText()) {
            case "ByteLevel" -> new PostProcessor(List.of(), List.of());
            case "BertProcessing", "RobertaProcessing" ->
                new PostProcessor(
                        List.of(node.path("cls").path(1).asInt()),
                        List.of(node.path("sep").path(1).asInt()));
            case "TemplateProcessing" -> template(file, node);
            case "Sequence" -> sequence(file, node);
            default ->
                throw InputException.at(
                        file + ", post_processor",
                        "found type " + node.path("type"),
                        "TemplateProcessing, ByteLevel, BertProcessing, RobertaProcessing or a Sequence of them",
                        "use another tokenizer");
        };
    }

    private static PostProcessor sequence(Path file, JsonNode node) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (JsonNode part : node.path("processors")) {
            PostProcessor inner = read(file, part);
            before.addAll(0, inner.before);
            after.addAll(inner.after);
        }
        return new PostProcessor(before, after);
    }

    private static PostProcessor template(Path file, JsonNode node) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        boolean behind = false;
        for (JsonNode part : node.path("single")) {
            if (part.has("Sequence")) {
                behind = true;
                continue;
            }
            String name = part.path("SpecialToken").path("id").asText();
            JsonNode ids = node.path("special_tokens").path(name).path("ids");
            if (ids.isEmpty()) {
                throw InputException.at(
                        file + ", post_processor",
                        "the template names " + name + ", which is missing in special_tokens",
                        "its ids",
                        "fetch tokenizer.json again");
            }
            for (JsonNode id : ids) {
                (behind ? after : before).add(id.asInt());
            }
        }
        return new PostProcessor(before, after);
    }
}
