package org.reformatted.realign.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * Files of JSON rows, whatever the rows mean: JSON Lines or one JSON array, both also gzipped, or Parquet. Rows stream one at a
 * time in both directions.
 */
public final class RowFile {
    /** Reads one element; more of them follow, so that what follows is no error. */
    private static final ObjectReader ELEMENT =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RowFile() {}

    /**
     * Streams a file's rows. A {@code .parquet} name means Parquet; otherwise a first {@code [} means one JSON array, all else JSON Lines.
     *
     * @param file the file, gzipped when its name ends in {@code .gz}
     * @return the rows with their places, lazily; close the stream
     * @throws InputException naming file and line of what is not whole JSON
     */
    public static Stream<JsonLines.Row> read(Path file) {
        return unparsed(file).map(Supplier::get);
    }

    /** As {@link #read}; lines of JSON are parsed when a row is asked for, by whichever thread asks. */
    static Stream<Supplier<JsonLines.Row>> unparsed(Path file) {
        if (!isParquet(file) && !startsWithBracket(file)) {
            return JsonLines.lines(file).map(line -> line::row);
        }
        Stream<JsonLines.Row> rows = isParquet(file) ? ParquetRows.read(file) : readArray(file);
        return rows.map(row -> () -> row);
    }

    /**
     * Writes rows: Parquet when the name ends in {@code .parquet}, one JSON array when it ends in {@code .json} or {@code .json.gz},
     * JSON Lines otherwise; gzipped when it ends in {@code .gz}.
     *
     * @param file the file, replaced when it exists
     * @param rows what to write, objects
     */
    public static void write(Path file, Stream<? extends JsonNode> rows) {
        if (isParquet(file)) {
            ParquetOutput.write(file, rows);
        } else if (file.toString().endsWith(".json") || file.toString().endsWith(".json.gz")) {
            writeArray(file, rows);
        } else {
            JsonLines.write(file, rows);
        }
    }

    private static boolean isParquet(Path file) {
        return file.toString().endsWith(".parquet");
    }

    private static boolean startsWithBracket(Path file) {
        try (BufferedReader reader = TextFiles.reader(file)) {
            int c = reader.read();
            while (c >= 0 && Character.isWhitespace(c)) {
                c = reader.read();
            }
            return c == '[';
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private static Stream<JsonLines.Row> readArray(Path file) {
        BufferedReader reader = TextFiles.reader(file);
        ArrayRows rows = new ArrayRows(file, reader);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .onClose(() -> {
                    try {
                        reader.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void writeArray(Path file, Stream<? extends JsonNode> rows) {
        try (BufferedWriter out = TextFiles.writer(file)) {
            String separator = "[\n";
            for (Iterator<? extends JsonNode> i = rows.iterator(); i.hasNext(); separator = ",\n") {
                out.write(separator);
                out.write(Json.line(i.next()));
            }
            out.write(separator.equals("[\n") ? "[]\n" : "\n]\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static final class ArrayRows implements Iterator<JsonLines.Row> {
        private final Path file;
        private final BufferedReader reader;
        private @Nullable JsonParser parser;
        private JsonLines.@Nullable Row next;
        private boolean ended;

        ArrayRows(Path file, BufferedReader reader) {
            this.file = file;
            this.reader = reader;
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
                JsonParser open = parser();
                if (open.nextToken() == JsonToken.END_ARRAY) {
                    return null;
                }
                String place = file + ":" + open.currentTokenLocation().getLineNr();
                return new JsonLines.Row(place, ELEMENT.readTree(open));
            } catch (JsonProcessingException e) {
                throw new InputException(
                        file + ":" + e.getLocation().getLineNr() + ": the JSON is broken off or malformed here ("
                                + e.getOriginalMessage()
                                + "); expected one array of objects; fetch the file anew or mend it",
                        e);
            } catch (IOException e) {
                throw TextFiles.unreadable(file, e);
            }
        }

        private JsonParser parser() throws IOException {
            if (parser == null) {
                parser = Json.MAPPER.getFactory().createParser(reader);
                parser.nextToken(); // the opening bracket
            }
            return parser;
        }
    }
}
