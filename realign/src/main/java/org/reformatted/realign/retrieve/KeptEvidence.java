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

/** Searches a source once per query, over all threads and all runs into one folder: the results are stored in a JSON Lines file. */
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
     * @param query the query
     * @param passages the found passages
     * @param hash the hash of both; absent in lines of earlier versions, which are accepted without a check, because their queries are already paid
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
     * @param source the source for queries that are not in the file
     * @param file the file, created when missing; an unfinished last line of a killed process is removed
     */
    public KeptEvidence(EvidenceSource source, Path file) {
        this(source, file, line -> {});
    }

    /**
     * Wraps a source and also passes each result on.
     *
     * @param source the source for queries that are not in the file
     * @param file the file, created when missing
     * @param copy receives each new line before the file does
     */
    public KeptEvidence(EvidenceSource source, Path file, Consumer<String> copy) {
        this.source = source;
        this.copy = copy;
        read(file).forEach((query, passages) -> known.put(query, CompletableFuture.completedFuture(passages)));
        out = JsonLines.Writer.append(file);
    }

    /**
     * Returns the queries in a file.
     *
     * @param file the file
     * @return the queries; empty when the file does not exist
     */
    public static Set<String> queries(Path file) {
        return read(file).keySet();
    }

    /** Reads the undamaged lines of a file; damaged lines are reported and removed, so that their queries are searched again. */
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
                LOG.warn("{}:{}: the line is damaged; its query is searched again", file, i + 1);
            }
        }
        if (good < lines.size()) {
            TextFiles.writeAtomically(file, sound.toString());
        }
        return kept;
    }

    /** Returns the file's text. A byte that is not UTF-8 becomes a replacement character, so that its line is recognized as damaged. */
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

    /** Returns the result of an equal query, which another thread may still be searching. */
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
            throw new InputException("stopped while waiting for a web search; run again to continue", e);
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
