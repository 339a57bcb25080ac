package org.reformatted.realign.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON Lines files one row at a time, so that a million rows need no more memory than one. */
public final class JsonLines {
    private JsonLines() {}

    /**
     * A row and its position.
     *
     * @param place {@code file:line}, for messages
     * @param node the row
     */
    public record Row(String place, JsonNode node) {
        /**
         * Reads the row into a record.
         *
         * @param type the record
         * @param <T> the record
         * @return the value
         * @throws InputException naming the place and the fault
         */
        public <T> T as(Class<T> type) {
            try {
                return Json.MAPPER.treeToValue(node, type);
            } catch (JsonProcessingException e) {
                throw new InputException(
                        place + ": not the row that was expected (" + e.getOriginalMessage() + "); fix this line", e);
            }
        }
    }

    /**
     * A line that is not parsed yet; any thread may parse it.
     *
     * @param file the file that contains it
     * @param number its line number in the file, from 1
     * @param text its text
     */
    public record Line(Path file, int number, String text) {
        /**
         * Parses the line.
         *
         * @return the row
         * @throws InputException naming file and line when it is not JSON
         */
        public Row row() {
            try {
                JsonNode node = Json.MAPPER.readTree(text);
                String place = file + ":" + number;
                return new Row(place, SurrogateCheck.mayFail(text) ? SurrogateCheck.require(place, node) : node);
            } catch (JsonProcessingException e) {
                throw new InputException(
                        file + ":" + number + ": this line is not valid JSON (" + e.getOriginalMessage()
                                + "); expected one JSON value a line; fix or remove the line",
                        e);
            }
        }
    }

    /**
     * Streams the lines of a file; blank lines are skipped.
     *
     * @param file the file, compressed when its name ends in {@code .gz} or {@code .zst}
     * @return the lines, lazily; close the stream
     */
    public static Stream<Line> lines(Path file) {
        BufferedReader reader = TextFiles.lineReader(file);
        Iterator<Line> lines = new Lines(file, reader);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED), false)
                .onClose(() -> {
                    try {
                        reader.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /**
     * Streams the rows of a file; blank lines are skipped.
     *
     * @param file the file, compressed when its name ends in {@code .gz} or {@code .zst}
     * @return the rows, lazily; close the stream
     * @throws InputException naming file and line of a row that is not JSON
     */
    public static Stream<Row> read(Path file) {
        return lines(file).map(Line::row);
    }

    /**
     * Streams the rows of a file as records.
     *
     * @param file the file
     * @param type the record
     * @param <T> the record
     * @return the records, lazily; close the stream
     */
    public static <T> Stream<T> read(Path file, Class<T> type) {
        return read(file).map(row -> row.as(type));
    }

    /**
     * Writes every value of a stream, one per line.
     *
     * @param file the file, replaced when it exists
     * @param values the values to write
     */
    public static void write(Path file, Stream<?> values) {
        try (Writer writer = Writer.create(file)) {
            values.forEachOrdered(writer::write);
        }
    }

    private static final class Lines implements Iterator<Line> {
        private final Path file;
        private final BufferedReader reader;
        private int line;
        private @Nullable Line next;

        Lines(Path file, BufferedReader reader) {
            this.file = file;
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            try {
                while (next == null) {
                    String text = reader.readLine();
                    if (text == null) {
                        return false;
                    }
                    line++;
                    if (!text.isBlank()) {
                        next = new Line(file, line, text);
                    }
                }
                return true;
            } catch (IOException e) {
                throw TextFiles.unreadable(file, e);
            }
        }

        @Override
        public Line next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Line found = next;
            next = null;
            return found;
        }
    }

    /** Writes rows one by one. Rows may be buffered until {@link #flush} or {@link #close}. */
    public static final class Writer implements Closeable {
        private final Path file;
        private final OutputStream bytes;
        private final BufferedWriter out;

        private Writer(Path file, OutputStream bytes) {
            this.file = file;
            this.bytes = bytes;
            this.out = TextFiles.writer(bytes);
        }

        /**
         * Starts a new file.
         *
         * @param file the file, replaced when it exists; its folder is created when missing; compressed when its name ends in {@code .gz} or
         * {@code .zst}
         * @return the writer
         */
        public static Writer create(Path file) {
            return open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        }

        /**
         * Appends to a file.
         *
         * @param file the file, created when missing
         * @return the writer
         */
        public static Writer append(Path file) {
            return open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        private static Writer open(Path file, StandardOpenOption... options) {
            try {
                return new Writer(file, TextFiles.bytes(file, options));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }

        /**
         * Writes one row.
         *
         * @param value a record, map, list or scalar
         */
        public void write(Object value) {
            writeLine(Json.line(value));
        }

        /**
         * Writes one row that is already JSON.
         *
         * @param json one line, without its line break
         */
        public void writeLine(String json) {
            run(() -> {
                out.write(json);
                out.write('\n');
            });
        }

        /**
         * Writes rows that are already serialized.
         *
         * @param block the rows
         */
        public void write(JsonBlock block) {
            run(() -> {
                out.flush();
                block.writeTo(bytes);
            });
        }

        /** Passes the written rows to the operating system: they survive the end of this process, but not a power failure. */
        public void flush() {
            run(out::flush);
        }

        @Override
        public void close() {
            run(out::close);
        }

        private void run(Writing action) {
            try {
                action.run();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }

        private interface Writing {
            void run() throws IOException;
        }
    }
}
