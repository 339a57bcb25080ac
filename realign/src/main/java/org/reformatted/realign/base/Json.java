package org.reformatted.realign.base;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.file.Path;

/** The JSON of this project: strict when read, one canonical form when hashed. */
public final class Json {
    /** Reads and writes JSON. It rejects unknown fields, duplicate keys and trailing text, and does not write absent optionals. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /**
     * Writes a value on one line.
     *
     * @param value a record, map, list or scalar
     * @return its JSON
     */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON form for " + value.getClass(), e);
        }
    }

    /**
     * Writes a value on several indented lines, for files that people open.
     *
     * @param value a record, map, list or scalar
     * @return its JSON, ending in a line break
     */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON form for " + value.getClass(), e);
        }
    }

    /**
     * Writes the canonical form, which is hashed: sorted keys at every depth, no spaces.
     *
     * @param value a record, map, list or scalar
     * @return its canonical JSON
     */
    public static String canonical(Object value) {
        try {
            Object plain = MAPPER.treeToValue(MAPPER.valueToTree(value), Object.class);
            return MAPPER.writer()
                    .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no canonical JSON for " + value.getClass(), e);
        }
    }

    /**
     * Reads a JSON file.
     *
     * @param file the file
     * @param type the class of the value
     * @param <T> the class of the value
     * @return the value
     * @throws InputException naming file, line and fault
     */
    public static <T> T read(Path file, Class<T> type) {
        String text = TextFiles.readString(file);
        try {
            if (SurrogateCheck.mayFail(text)) {
                SurrogateCheck.require(file, MAPPER.readTree(text));
            }
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ":" + line(e) + ": not the JSON that was expected (" + e.getOriginalMessage()
                            + "); fix the file or fetch it again",
                    e);
        }
    }

    /**
     * Checks that JSON which was parsed elsewhere contains no unpaired surrogate.
     *
     * @param place where it is, for the message
     * @param node the JSON
     * @return the same JSON
     * @throws InputException when a text contains an unpaired surrogate
     */
    public static JsonNode requireUnicode(String place, JsonNode node) {
        return SurrogateCheck.require(place, node);
    }

    /**
     * Tests whether a text consists of complete Unicode characters.
     *
     * @param text any text
     * @return false when it contains an unpaired surrogate, which UTF-8 cannot encode
     */
    public static boolean isUnicode(String text) {
        return SurrogateCheck.half(text) == null;
    }

    /** The line of a parse error, 0 when unknown. */
    static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }
}
