package org.reformatted.realign.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * The rows of a JSON file that does not have one row per line: the elements of one array, the elements of an array inside an object such as {@code
 * {"data": [...]}}, or objects one after another, over any number of lines. The file is read to its end: content after an array is an error.
 */
final class JsonRows implements Iterator<JsonLines.Row>, AutoCloseable {
    private static final Set<String> WRAPPERS =
            Set.of("data", "rows", "examples", "instances", "samples", "records", "train");

    /** Reads one element; text after it is not an error, because more elements follow. */
    private static final ObjectReader ELEMENT =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The layout of the rows in a file. */
    enum JsonLayout {
        /** One JSON value per line. */
        LINES,
        /** One array, or an array inside an object. */
        ARRAY,
        /** Values one after another, each on several lines. */
        VALUES
    }

    private final Path file;
    private final Reader reader;
    private final JsonLayout layout;
    private @Nullable JsonParser parser;
    private JsonLines.@Nullable Row next;
    private boolean ended;
    private String wrapper = "";

    JsonRows(Path file, JsonLayout layout) {
        this.file = file;
        this.layout = layout;
        this.reader = TextFiles.reader(file);
    }

    /** Finds a file's layout from its first value. */
    static JsonLayout layout(Path file) {
        try (JsonRows rows = new JsonRows(file, JsonLayout.ARRAY);
                JsonParser parser = Json.MAPPER.getFactory().createParser(rows.reader)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return JsonLayout.ARRAY;
            }
            int line = parser.currentTokenLocation().getLineNr();
            if (first == JsonToken.START_OBJECT && rows.enterWrapper(parser)) {
                return JsonLayout.ARRAY;
            }
            return severalLines(parser, line) ? JsonLayout.VALUES : JsonLayout.LINES;
        } catch (JsonProcessingException e) {
            return JsonLayout.LINES;
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /** Tests whether the parser's current value continues after the line on which it started. */
    private static boolean severalLines(JsonParser parser, int line) throws IOException {
        try {
            while (!parser.getParsingContext().inRoot()
                    && parser.currentTokenLocation().getLineNr() == line
                    && parser.nextToken() != null) {
                // skip to the end of the value or of the line
            }
            return parser.currentTokenLocation().getLineNr() > line;
        } catch (JsonProcessingException e) {
            return e.getLocation() != null && e.getLocation().getLineNr() > line;
        }
    }

    /** Enters the array of rows in a wrapper object; scalar fields before the array are skipped. */
    private boolean enterWrapper(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_ARRAY && WRAPPERS.contains(name)) {
                wrapper = name;
                return parser.nextToken() == JsonToken.START_OBJECT;
            }
            if (value == null || value.isStructStart()) {
                return false;
            }
        }
        return false;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = advance();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public JsonLines.Row next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        JsonLines.Row row = next;
        next = null;
        return row;
    }

    private JsonLines.@Nullable Row advance() {
        try {
            JsonToken token = parser == null ? open() : parser.nextToken();
            JsonParser open = parser();
            if (token == null && layout == JsonLayout.VALUES) {
                return null;
            }
            if (token == JsonToken.END_ARRAY && layout == JsonLayout.ARRAY) {
                requireEnd(open);
                return null;
            }
            String place = file + ":" + open.currentTokenLocation().getLineNr();
            return new JsonLines.Row(place, Json.requireUnicode(place, ELEMENT.readTree(open)));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /** Returns the first token of the first row, or the end of the array. */
    private @Nullable JsonToken open() throws IOException {
        JsonParser opened = Json.MAPPER.getFactory().createParser(reader);
        parser = opened;
        JsonToken first = opened.nextToken();
        if (layout == JsonLayout.VALUES) {
            return first;
        }
        if (first == JsonToken.START_OBJECT) {
            enterWrapper(opened);
            return opened.currentToken();
        }
        return opened.nextToken();
    }

    private JsonParser parser() {
        if (parser == null) {
            throw new IllegalStateException("no parser");
        }
        return parser;
    }

    /** Checks that nothing follows the array except scalar fields of the object around it. */
    private void requireEnd(JsonParser open) throws IOException {
        JsonToken token = open.nextToken();
        while (!wrapper.isEmpty() && token == JsonToken.FIELD_NAME) {
            String name = open.currentName();
            if (open.nextToken().isStructStart()) {
                throw InputException.at(
                        file + ":" + open.currentTokenLocation().getLineNr(),
                        "the field " + name + " after the rows in " + wrapper,
                        "one array of rows",
                        "move the rows that you want into a separate file");
            }
            token = open.nextToken();
        }
        if (!wrapper.isEmpty() && token == JsonToken.END_OBJECT) {
            token = open.nextToken();
        }
        if (token != null) {
            throw InputException.at(
                    file + ":" + open.currentTokenLocation().getLineNr(),
                    "something follows the " + (wrapper.isEmpty() ? "array" : "object") + " of rows",
                    "the end of the file",
                    "put all rows into one array, or one row on each line");
        }
    }

    private InputException malformed(JsonProcessingException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return new InputException(
                file + ":" + line + ": the JSON is truncated or malformed here (" + e.getOriginalMessage()
                        + "); expected "
                        + (layout == JsonLayout.ARRAY
                                ? "one array of objects, with a comma between two and none after the last, and"
                                        + " nothing after the array"
                                : "objects one after another")
                        + "; fix the file or fetch it again",
                e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}
