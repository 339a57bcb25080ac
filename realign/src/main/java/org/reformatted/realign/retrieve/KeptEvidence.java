package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Passage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a source once a query, over all runs into one folder and all threads: what was found is kept in a file of JSON Lines. */
public final class KeptEvidence implements EvidenceSource {
    private static final Logger LOG = LoggerFactory.getLogger(KeptEvidence.class);

    private final EvidenceSource source;
    private final Consumer<String> copy;
    private final ConcurrentMap<String, CompletableFuture<List<Passage>>> known = new ConcurrentHashMap<>();
    private final JsonLines.Writer out;
    private boolean closed;

    /**
     * A line of the file.
     *
     * @param query what was asked
     * @param passages what was found
     * @param hash of both; absent in lines of earlier versions, which are taken as they are: their queries are paid for
     */
    record Found(
            String query, List<Passage> passages, @Nullable String hash) {
        static Found of(String query, List<Passage> passages) {
            return new Found(query, passages, Sha256.of(Json.canonical(List.of(query, passages))));
        }

        private boolean isSound() {
            return query != null && passages != null && (hash == null || equals(of(query, passages)));
        }
    }

    /**
     * Wraps a source.
     *
     * @param source who is asked what the file does not know
     * @param file the file, made when missing; a last line that a killed process left unfinished is dropped
     */
    public KeptEvidence(EvidenceSource source, Path file) {
        this(source, file, line -> {});
    }

    /**
     * Wraps a source and keeps what is found in a second place too.
     *
     * @param source who is asked what the file does not know
     * @param file the file, made when missing
     * @param copy the second place, which gets each line first
     */
    public KeptEvidence(EvidenceSource source, Path file, Consumer<String> copy) {
        this.source = source;
        this.copy = copy;
        read(file).forEach((query, passages) -> known.put(query, CompletableFuture.completedFuture(passages)));
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

    /** The sound lines of a file; others are named and taken out of it, so that their queries are asked again. */
    private static Map<String, List<Passage>> read(Path file) {
        Map<String, List<Passage>> kept = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return kept;
        }
        List<String> lines = text(file).lines().toList();
        StringBuilder sound = new StringBuilder();
        int good = 0;
        for (int i = 0; i < lines.size(); i++) {
            Optional<Found> found = parse(lines.get(i));
            if (found.isPresent()) {
                kept.put(found.get().query(), found.get().passages());
                sound.append(lines.get(i)).append('\n');
                good++;
            } else if (i < lines.size() - 1) {
                LOG.warn("{}:{}: the line is not as it was written; its query is asked again", file, i + 1);
            }
        }
        if (good < lines.size()) {
            TextFiles.writeAtomically(file, sound.toString());
        }
        return kept;
    }

    /** The file's text; a byte that is no UTF-8 becomes another letter, so that its line is found not to be sound. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private static Optional<Found> parse(String line) {
        try {
            return Optional.of(Json.MAPPER.readValue(line, Found.class)).filter(Found::isSound);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Passage> find(String query) {
        CompletableFuture<List<Passage>> own = new CompletableFuture<>();
        CompletableFuture<List<Passage>> other = known.putIfAbsent(query, own);
        if (other != null) {
            return awaited(other);
        }
        try {
            List<Passage> found = List.copyOf(source.find(query));
            keep(Found.of(query, found));
            own.complete(found);
            return found;
        } catch (RuntimeException | Error e) {
            known.remove(query, own);
            own.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void keep(Found found) {
        String line = Json.line(found);
        copy.accept(line);
        out.writeLine(line);
        out.flush();
    }

    /** What was found, or what another thread is finding. */
    private static List<Passage> awaited(CompletableFuture<List<Passage>> other) {
        try {
            return other.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("an equal search failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("stopped while waiting for a web search; run again to go on", e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.close();
            source.close();
        }
    }
}
