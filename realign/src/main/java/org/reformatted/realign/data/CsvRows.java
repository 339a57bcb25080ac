package org.reformatted.realign.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * Reads tables of text with a header (RFC 4180), separated by commas or, when the name ends in {@code .tsv}, by tabs. Each record becomes an object
 * of texts. Lists such as {@code messages} are JSON in their cell.
 */
final class CsvRows implements Iterator<JsonLines.Row>, AutoCloseable {
    private static final CsvMapper MAPPER = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final Path file;
    private final BufferedReader reader;
    private final MappingIterator<String[]> records;
    private final String[] header;
    private int line = 1; // of the next record

    CsvRows(Path file) {
        this.file = file;
        reader = TextFiles.lineReader(file);
        try {
            records = MAPPER.readerFor(String[].class)
                    .with(CsvSchema.emptySchema().withColumnSeparator(separator(file)))
                    .readValues(reader);
        } catch (IOException e) {
            throw unreadable(e);
        }
        String[] first = record();
        header = first == null ? new String[0] : first;
        Set<String> distinct = new HashSet<>();
        for (String column : header) {
            if (column.isBlank() || !distinct.add(column)) {
                throw InputException.at(
                        file + ":1",
                        "the column \"" + column + "\" " + (column.isBlank() ? "without a name" : "twice"),
                        "a header of distinct names",
                        "fix the header");
            }
        }
    }

    static char separator(Path file) {
        return file.toString().replaceAll("\\.(gz|zst)$", "").endsWith(".tsv") ? '\t' : ',';
    }

    @Override
    public boolean hasNext() {
        try {
            return records.hasNextValue();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public JsonLines.Row next() {
        String place = file + ":" + line;
        String[] cells = record();
        if (cells == null) {
            throw new NoSuchElementException();
        }
        if (cells.length != header.length) {
            throw InputException.at(
                    place,
                    "a record of " + cells.length + " cells",
                    header.length + " cells, as the header has: " + String.join(", ", List.of(header)),
                    "fix this record");
        }
        ObjectNode row = Json.MAPPER.createObjectNode();
        for (int i = 0; i < cells.length; i++) {
            row.put(header[i], cells[i]);
        }
        return new JsonLines.Row(place, row);
    }

    private String @Nullable [] record() {
        try {
            if (!records.hasNextValue()) {
                return null;
            }
            String[] cells = records.nextValue();
            line = records.getCurrentLocation().getLineNr();
            return cells;
        } catch (IOException | RuntimeJsonMappingException e) {
            throw unreadable(e);
        }
    }

    private InputException unreadable(Exception e) {
        if (e instanceof JsonProcessingException malformed) {
            int line = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getLineNr();
            return new InputException(
                    file + ":" + line + ": not valid CSV (" + malformed.getOriginalMessage()
                            + "); expected double quotes around cells with separators, quotes or line breaks;"
                            + " fix this record",
                    e);
        }
        return e instanceof IOException io ? TextFiles.unreadable(file, io) : new InputException(file + ": not CSV", e);
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
