package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Passage;

/** Asks a source once a query, over all runs into one folder: what was found is kept in a file of JSON Lines. */
public final class KeptEvidence implements EvidenceSource {
    private final EvidenceSource source;
    private final Map<String, List<Passage>> kept;
    private final JsonLines.Writer out;
    private boolean closed;

    /** A line of the file. */
    record Found(String query, List<Passage> passages) {}

    /**
     * Wraps a source.
     *
     * @param source who is asked what the file does not know
     * @param file the file, made when missing; a last line that a killed process left unfinished is dropped
     */
    public KeptEvidence(EvidenceSource source, Path file) {
        this.source = source;
        this.kept = read(file);
        StringBuilder whole = new StringBuilder();
        kept.forEach((query, passages) ->
                whole.append(Json.line(new Found(query, passages))).append('\n'));
        TextFiles.writeAtomically(file, whole.toString());
        out = JsonLines.Writer.append(file);
    }

    /**
     * The queries that a file knows.
     *
     * @param file the file
     * @return the queries; none when there is no such file
     */
    public static Set<String> queries(Path file) {
        return read(file).keySet();
    }

    private static Map<String, List<Passage>> read(Path file) {
        Map<String, List<Passage>> kept = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return kept;
        }
        try (BufferedReader reader = TextFiles.reader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Found found = Json.MAPPER.readValue(line, Found.class);
                kept.put(found.query(), found.passages());
            }
        } catch (JsonProcessingException e) {
            // The process was killed while it wrote this line; the query is asked again.
            return kept;
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
        return kept;
    }

    @Override
    public List<Passage> find(String query) {
        List<Passage> known = kept.get(query);
        if (known != null) {
            return known;
        }
        List<Passage> found = List.copyOf(source.find(query));
        kept.put(query, found);
        out.write(new Found(query, found));
        out.flush();
        return found;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            out.close();
            source.close();
        }
    }
}
