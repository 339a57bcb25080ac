package org.reformatted.eval.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.Completion;

/**
 * A verdict as a JSON object; the request contains its JSON schema ({@code response_format}). The reasons are the first field, so that the model
 * writes them before the verdict.
 */
enum StructuredVerdict implements VerdictParser {
    /** A rating from 1 to 10. */
    RATING(false, "{\"reasons\": \"...\", \"rating\": 6}", "{\"rating\": {\"type\": \"number\"}}"),

    /** A, B, or C for a tie. */
    LETTER(
            true,
            "{\"reasons\": \"...\", \"verdict\": \"A\"}",
            "{\"verdict\": {\"type\": \"string\", \"enum\": [\"A\", \"B\", \"C\"]}}"),

    /** A or B. */
    CHOICE(
            true,
            "{\"reasons\": \"...\", \"verdict\": \"A\"}",
            "{\"verdict\": {\"type\": \"string\", \"enum\": [\"A\", \"B\"]}}"),

    /** Two ratings from 1 to 10. */
    TWO_RATINGS(
            true,
            "{\"reasons\": \"...\", \"first\": 8, \"second\": 7}",
            "{\"first\": {\"type\": \"number\"}, \"second\": {\"type\": \"number\"}}");

    static final String NO_OBJECT = "no JSON object with a verdict";
    private static final Pattern FENCE = Pattern.compile("\\A```(?:json)?\\s*(.*?)\\s*```\\z", Pattern.DOTALL);

    private final boolean compares;
    private final String example;
    private final String verdict;

    StructuredVerdict(boolean compares, String example, String verdict) {
        this.compares = compares;
        this.example = example;
        this.verdict = verdict;
    }

    /**
     * Returns the JSON object that corresponds to a form of text.
     *
     * @throws IllegalArgumentException when the form has no corresponding object
     */
    static StructuredVerdict of(VerdictForm form, String protocol) {
        return switch (form) {
            case RATING -> RATING;
            case LETTER -> LETTER;
            case CHOICE, RANKING -> CHOICE;
            case TWO_RATINGS -> TWO_RATINGS;
            case FIRST_TOKEN, FASTCHAT_RATING, FASTCHAT_LETTER, AUTO_J_RATING, AUTO_J_DECISION ->
                throw new IllegalArgumentException("structuredOutput is not allowed with protocol " + protocol
                        + ": its verdict is not in the text of the reply, or is read by a published rule");
        };
    }

    /** Returns the value of {@code response_format}, in one of its two forms. */
    Map<String, Object> responseFormat(StructuredOutput form) {
        try {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("reasons", Map.of("type", "string"));
            properties.putAll(Json.MAPPER.readValue(verdict, new TypeReference<LinkedHashMap<String, Object>>() {}));
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", properties);
            schema.put("required", List.copyOf(properties.keySet()));
            schema.put("additionalProperties", false);
            Map<String, Object> format = new LinkedHashMap<>();
            if (form == StructuredOutput.JSON_OBJECT) {
                format.put("type", "json_object");
                format.put("schema", schema);
                return format;
            }
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("name", "verdict");
            named.put("strict", true);
            named.put("schema", schema);
            format.put("type", "json_schema");
            format.put("json_schema", named);
            return format;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of " + this + " is not valid JSON", e);
        }
    }

    /** Returns the paragraph that replaces the form that the prompt requests. */
    String instruction() {
        return "Write reasons and verdict as one JSON object, which takes the place of every other form asked for"
                + " above: "
                + example;
    }

    @Override
    public boolean compares() {
        return compares;
    }

    @Override
    public String example() {
        return example;
    }

    @Override
    public VerdictReading read(Completion.Candidate reply) {
        String text = ThinkingText.removed(reply.text()).strip();
        if (text.isEmpty()) {
            return VerdictReading.none(VerdictReading.NO_TEXT);
        }
        Matcher fenced = FENCE.matcher(text);
        try {
            return read(Json.MAPPER.readTree(fenced.matches() ? fenced.group(1) : text));
        } catch (JsonProcessingException e) {
            return VerdictReading.none(NO_OBJECT);
        }
    }

    private VerdictReading read(JsonNode object) {
        return switch (this) {
            case RATING -> ratings(object.path("rating"));
            case LETTER, CHOICE -> letter(object.path("verdict").asText());
            case TWO_RATINGS -> ratings(object.path("first"), object.path("second"));
        };
    }

    private static VerdictReading ratings(JsonNode... numbers) {
        for (JsonNode number : numbers) {
            if (!number.isNumber()) {
                return VerdictReading.none(NO_OBJECT);
            }
        }
        return (numbers.length == 1
                        ? VerdictReading.rating(numbers[0].asDouble())
                        : VerdictReading.ratings(numbers[0].asDouble(), numbers[1].asDouble()))
                .within(1, 10);
    }

    private VerdictReading letter(String letter) {
        return switch (letter) {
            case "A" -> VerdictReading.of(Preference.FIRST);
            case "B" -> VerdictReading.of(Preference.SECOND);
            case "C" ->
                this == CHOICE
                        ? VerdictReading.none(VerdictReading.TIE_NOT_ALLOWED)
                        : VerdictReading.of(Preference.TIE);
            default -> VerdictReading.none(NO_OBJECT);
        };
    }
}
