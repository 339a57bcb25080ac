package org.reformatted.experiments.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.AnswerLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one worker on one part of the data, a line each, safe on the job's file system before any of them is used. A file system that
 * flushes has one file a worker, and what a killed worker left of its last line is passed over. On one that keeps nothing of a file before it is
 * closed, such as S3, each batch of answers is a file of its own.
 */
final class AnswerLogFile implements AnswerLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerLogFile.class);

    /** The capability of a stream whose {@code hflush} makes what was written visible to others (Hadoop's {@code StreamCapabilities}). */
    private static final String HFLUSH = "hflush";

    private final JobFolder folder;
    private final Path first;
    private final Optional<FSDataOutputStream> flushed;
    private int batches;

    private AnswerLogFile(JobFolder folder, Path first, Optional<FSDataOutputStream> flushed) {
        this.folder = folder;
        this.first = first;
        this.flushed = flushed;
    }

    static AnswerLogFile create(JobFolder folder, int part, long worker) {
        String name =
                String.format(Locale.ROOT, "%d-%s.jsonl", worker, UUID.randomUUID()); // numbers begin at 0 in each job
        Path file = new Path(folder.answers(part), name);
        try {
            FSDataOutputStream out = folder.files().create(file, false);
            if (out.hasCapability(HFLUSH)) {
                return new AnswerLogFile(folder, file, Optional.of(out));
            }
            out.close();
            return new AnswerLogFile(folder, file, Optional.empty());
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
        }
    }

    @Override
    public synchronized void append(List<Entry> answers) {
        StringBuilder lines = new StringBuilder();
        answers.forEach(answer -> lines.append(Json.line(answer)).append('\n'));
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            if (flushed.isPresent()) {
                flushed.get().write(bytes);
                flushed.get().hflush();
            } else {
                writeBatch(bytes);
            }
        } catch (IOException e) {
            throw JobFolder.failed(first, e);
        }
    }

    private void writeBatch(byte[] bytes) throws IOException {
        batches++;
        String name = first.getName().replace(".jsonl", String.format(Locale.ROOT, "-%06d.jsonl", batches));
        try (FSDataOutputStream out = folder.files().create(new Path(first.getParent(), name), false)) {
            out.write(bytes);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (flushed.isPresent()) {
                flushed.get().close();
            }
        } catch (IOException e) {
            throw JobFolder.failed(first, e);
        }
    }

    /** The sound answers that earlier workers kept of a part. */
    static List<Entry> kept(JobFolder folder, int part) {
        List<Entry> kept = new ArrayList<>();
        for (Path file : folder.list(folder.answers(part))) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(folder.files().open(file), StandardCharsets.UTF_8))) {
                int damaged = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    damaged += add(line, kept) ? 0 : 1;
                }
                if (damaged > 0) {
                    LOG.warn("{}: {} answers are not as they were written; they are asked again", file, damaged);
                }
            } catch (IOException e) {
                throw JobFolder.failed(file, e);
            }
        }
        return kept;
    }

    private static boolean add(String line, List<Entry> kept) {
        try {
            Entry entry = Json.MAPPER.readValue(line, Entry.class);
            if (entry.isSound()) {
                kept.add(entry);
                return true;
            }
            return false;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
