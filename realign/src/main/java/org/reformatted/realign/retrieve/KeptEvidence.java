package org.reformatted.realign.retrieve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
        if (Files.exists(file)) {
            dropUnfinishedLine(file);
            try (Stream<Found> lines = JsonLines.read(file, Found.class)) {
                lines.forEach(found -> kept.put(found.query(), found.passages()));
            }
        }
        return kept;
    }

    /** Cuts off what stands behind the last line break: a process was killed while it wrote that line, perhaps within a letter. */
    private static void dropUnfinishedLine(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long end = channel.size();
            while (end > 0 && (channel.read(one.clear(), end - 1) != 1 || one.get(0) != '\n')) {
                end--;
            }
            channel.truncate(end);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
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
