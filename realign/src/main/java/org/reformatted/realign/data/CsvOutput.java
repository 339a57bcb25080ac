package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows as a table (RFC 4180). They are first written to a temporary file to find the columns. A value that is not a text becomes JSON in its
 * cell.
 */
final class CsvOutput {
    private static final Logger LOG = LoggerFactory.getLogger(CsvOutput.class);

    private CsvOutput() {}

    static void write(Path file, Stream<? extends JsonNode> rows) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path passing = Files.createTempFile(folder, "." + file.getFileName(), ".jsonl");
            try {
                Set<String> columns = new LinkedHashSet<>();
                Set<String> noTexts = new TreeSet<>();
                JsonLines.write(
                        passing,
                        rows.peek(row -> row.properties().forEach(field -> {
                            columns.add(field.getKey());
                            if (!field.getValue().isTextual()
                                    && !field.getValue().isNull()) {
                                noTexts.add(field.getKey());
                            }
                        })));
                write(file, passing, columns);
                if (!noTexts.isEmpty()) {
                    LOG.warn(
                            "a table contains only texts; numbers and structures of {} are written as JSON, and are"
                                    + " texts when they are read",
                            String.join(", ", noTexts));
                }
            } finally {
                Files.deleteIfExists(passing);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void write(Path file, Path passing, Set<String> columns) throws IOException {
        String separator = String.valueOf(CsvRows.separator(file));
        try (BufferedWriter out = TextFiles.writer(file);
                Stream<JsonLines.Row> rows = JsonLines.read(passing)) {
            out.write(columns.stream().map(CsvOutput::quoted).collect(Collectors.joining(separator)) + "\r\n");
            for (var i = rows.iterator(); i.hasNext(); ) {
                JsonNode row = i.next().node();
                out.write(columns.stream().map(column -> cell(row.path(column))).collect(Collectors.joining(separator))
                        + "\r\n");
            }
        }
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return quoted(value.isTextual() ? value.textValue() : Json.line(value));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
