package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * Reads and writes files of rows with any content: JSON Lines, one JSON array, JSON objects on several lines, CSV, TSV, all of them also compressed
 * ({@code .gz}, {@code .zst}), or Parquet. A folder, or a pattern such as {@code train-*.jsonl}, means all its files in order of their names. Rows
 * are streamed one at a time when reading and writing. A file is read to its end or rejected.
 */
public final class RowFile {
    /** The endings of file names that {@link #write} supports. */
    public static final List<String> ENDINGS = List.of(
            ".jsonl",
            ".jsonl.gz",
            ".jsonl.zst",
            ".json",
            ".json.gz",
            ".json.zst",
            ".csv",
            ".csv.gz",
            ".csv.zst",
            ".tsv",
            ".tsv.gz",
            ".tsv.zst",
            ".parquet");

    private static final Pattern TABLE = Pattern.compile(".*\\.[ct]sv(?:\\.gz|\\.zst)?");
    private static final Pattern ARRAY = Pattern.compile(".*\\.json(?:\\.gz|\\.zst)?");

    private RowFile() {}

    /**
     * Streams a file's rows. The ending of the name selects Parquet, CSV or TSV; otherwise the layout of the JSON is detected from the first value.
     *
     * @param file the file, a folder of files, or a pattern
     * @return the rows with their places, lazily; close the stream
     * @throws org.reformatted.realign.base.InputException naming file and line of truncated or malformed content
     */
    public static Stream<JsonLines.Row> read(Path file) {
        return unparsed(file).map(Supplier::get);
    }

    /** As {@link #read}, but lines of JSON are parsed when the supplier is called, in the thread that calls it. */
    static Stream<Supplier<JsonLines.Row>> unparsed(Path path) {
        List<Path> files = DataFiles.of(path);
        if (files.size() == 1) {
            return one(files.get(0));
        }
        Shards shards = new Shards(files.iterator());
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(shards, Spliterator.ORDERED), false)
                .onClose(shards::close);
    }

    private static Stream<Supplier<JsonLines.Row>> one(Path file) {
        if (isParquet(file)) {
            return ParquetRows.read(file).map(row -> () -> row);
        }
        if (TABLE.matcher(file.toString()).matches()) {
            CsvRows rows = new CsvRows(file);
            return stream(rows).onClose(rows::close);
        }
        JsonRows.JsonLayout layout = JsonRows.layout(file);
        if (layout == JsonRows.JsonLayout.LINES) {
            return JsonLines.lines(file).map(line -> line::row);
        }
        JsonRows rows = new JsonRows(file, layout);
        return stream(rows).onClose(rows::close);
    }

    private static Stream<Supplier<JsonLines.Row>> stream(Iterator<JsonLines.Row> rows) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .map(row -> () -> row);
    }

    /**
     * Writes rows in the format of the name's ending: Parquet, a table, one JSON array ({@code .json}), or otherwise JSON Lines; compressed for
     * {@code .gz} and {@code .zst}.
     *
     * @param file the file, replaced when it exists
     * @param rows the rows to write, which are objects
     */
    public static void write(Path file, Stream<? extends JsonNode> rows) {
        if (isParquet(file)) {
            ParquetOutput.write(file, rows);
        } else if (TABLE.matcher(file.toString()).matches()) {
            CsvOutput.write(file, rows);
        } else if (ARRAY.matcher(file.toString()).matches()) {
            writeArray(file, rows);
        } else {
            JsonLines.write(file, rows);
        }
    }

    private static boolean isParquet(Path file) {
        return file.toString().endsWith(".parquet");
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

    /** Iterates over the rows of several files, with one file open at a time. */
    private static final class Shards implements Iterator<Supplier<JsonLines.Row>> {
        private final Iterator<Path> files;
        private @Nullable Stream<Supplier<JsonLines.Row>> open;
        private Iterator<Supplier<JsonLines.Row>> rows =
                List.<Supplier<JsonLines.Row>>of().iterator();

        Shards(Iterator<Path> files) {
            this.files = files;
        }

        @Override
        public boolean hasNext() {
            while (!rows.hasNext() && files.hasNext()) {
                close();
                Stream<Supplier<JsonLines.Row>> opened = one(files.next());
                open = opened;
                rows = opened.iterator();
            }
            return rows.hasNext();
        }

        @Override
        public Supplier<JsonLines.Row> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return rows.next();
        }

        void close() {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }
}
