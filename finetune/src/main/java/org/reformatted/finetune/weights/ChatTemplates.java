package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/** The Jinja chat templates of a Hugging Face folder, by name; {@value #DEFAULT} is used if no template is named. */
public final class ChatTemplates {
    /** The name of the template that is used if none is named. */
    public static final String DEFAULT = "default";

    private ChatTemplates() {}

    /**
     * Reads the templates of chat_template.jinja, or else of chat_template.json, or else of tokenizer_config.json.
     *
     * @param folder of the model
     * @return templates by name; empty when the folder has none
     */
    public static Map<String, String> read(Path folder) {
        Path jinja = folder.resolve("chat_template.jinja");
        if (Files.exists(jinja)) {
            return Map.of(DEFAULT, TextFiles.readString(jinja));
        }
        for (String name : new String[] {"chat_template.json", "tokenizer_config.json"}) {
            Path file = folder.resolve(name);
            JsonNode templates = Files.exists(file)
                    ? Json.read(file, JsonNode.class).path("chat_template")
                    : Json.MAPPER.missingNode();
            if (templates.isTextual()) {
                return Map.of(DEFAULT, templates.textValue());
            }
            if (templates.isArray()) {
                Map<String, String> named = new TreeMap<>();
                templates.forEach(template -> named.put(
                        template.path("name").asText(DEFAULT),
                        template.path("template").asText()));
                return named;
            }
        }
        return Map.of();
    }

    static void put(GgufHeader header, Map<String, String> templates) {
        templates.forEach((name, template) ->
                header.put("tokenizer.chat_template" + (name.equals(DEFAULT) ? "" : "." + name), template));
    }
}
