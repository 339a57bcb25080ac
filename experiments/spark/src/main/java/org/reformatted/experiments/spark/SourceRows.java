package org.reformatted.experiments.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.RowReader;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;

/**
 * Reads the rows of pieces in the same way as one machine reads them from the file.
 *
 * @param format the format's name
 * @param chosen the numbers of the rows that are used, from 0
 * @param skipInvalid whether rows that cannot be read are left out
 */
record SourceRows(String format, BitSet chosen, boolean skipInvalid) implements Serializable {
    /** A row and its number among all rows of the input, from 0. */
    record Row(long index, UnreadRow.Read read) {}

    /** Counts the lines and rows of a piece; for a complete file both are the number of rows. */
    static Piece.Size size(Piece piece) {
        if (piece.isWhole()) {
            try (Stream<?> rows = whole(piece)) {
                long count = rows.count();
                return new Piece.Size(count, count);
            }
        }
        return size(piece, row -> {});
    }

    /** Counts the lines and rows of a piece of lines, and passes on each row. */
    static Piece.Size size(Piece piece, Consumer<String> each) {
        try (BufferedReader lines = InputPieces.lines(piece)) {
            long all = 0;
            long rows = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all++;
                if (!line.isBlank()) {
                    rows++;
                    each.accept(line);
                }
            }
            return new Piece.Size(all, rows);
        } catch (IOException e) {
            throw unreadable(piece, e);
        }
    }

    /** The first row of a file. */
    static JsonLines.Row first(Piece piece) {
        try (Stream<Supplier<JsonLines.Row>> rows = open(piece, 0)) {
            return rows.findFirst()
                    .orElseThrow(() -> new InputException(piece.file() + ": the file has no rows; check the path"))
                    .get();
        }
    }

    /**
     * Reads a piece.
     *
     * @param numbered the piece
     * @param skipped counts rows that cannot be read
     * @return its chosen rows as a lazy stream, which the caller closes
     */
    Stream<Row> read(Piece.Numbered numbered, SkippedRows skipped) {
        RowReader reader = new RowReader(format, Path.of(numbered.piece().shown()));
        AtomicLong next = new AtomicLong(numbered.rows());
        return open(numbered.piece(), numbered.lines())
                .flatMap(row -> {
                    long index = next.getAndIncrement();
                    return chosen.get(Math.toIntExact(index))
                            ? skipped
                                    .attempt(reader.row(index + 1, row)::read)
                                    .map(read -> new Row(index, read))
                                    .stream()
                            : Stream.of();
                })
                .onClose(reader::report);
    }

    /** The rows of a piece; each is parsed on request. The caller closes the stream. */
    static Stream<Supplier<JsonLines.Row>> open(Piece piece, long linesBefore) {
        if (piece.isWhole()) {
            return whole(piece).map(row -> () -> row);
        }
        Lines lines = new Lines(piece, linesBefore);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED), false)
                .<Supplier<JsonLines.Row>>map(line -> line::row)
                .onClose(lines::close);
    }

    /** The rows of a file of another kind, from a copy on this machine; the places of rows name the original file. */
    private static Stream<JsonLines.Row> whole(Piece piece) {
        LocalFolder folder = LocalFolder.create();
        Path copy = folder.path().resolve(piece.name());
        try {
            JobFolder.download(piece.file(), copy);
            return RowFile.read(copy)
                    .map(row -> new JsonLines.Row(row.place().replace(copy.toString(), piece.shown()), row.node()))
                    .onClose(folder::close);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static UncheckedIOException unreadable(Piece piece, IOException e) {
        return new UncheckedIOException(piece.file() + ": this file cannot be read (" + e.getMessage() + ")", e);
    }

    /** The non-blank lines of a piece. */
    private static final class Lines implements Iterator<JsonLines.Line> {
        private final Piece piece;
        private final Path shown;
        private final BufferedReader reader;
        private long number;
        private @Nullable String next;

        Lines(Piece piece, long linesBefore) {
            this.piece = piece;
            this.shown = Path.of(piece.shown());
            this.reader = InputPieces.lines(piece);
            this.number = linesBefore;
            advance();
        }

        private void advance() {
            try {
                do {
                    next = reader.readLine();
                    number++;
                } while (next != null && next.isBlank());
            } catch (IOException e) {
                throw unreadable(piece, e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public JsonLines.Line next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            JsonLines.Line line = new JsonLines.Line(shown, Math.toIntExact(number), next);
            advance();
            return line;
        }

        void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw unreadable(piece, e);
            }
        }
    }
}
