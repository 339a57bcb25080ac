package org.reformatted.experiments.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.AnswerLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one worker on one part of the data, a line each, flushed to the job's file system before any of them is used. What a killed
 * worker left of its last line is passed over.
 */
final class AnswerLogFile implements AnswerLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerLogFile.class);

    /** The capability of a stream whose {@code hflush} makes what was written visible to others (Hadoop's {@code StreamCapabilities}). */
    private static final String HFLUSH = "hflush";

    private final Path file;
    private final FSDataOutputStream out;

    private AnswerLogFile(Path file, FSDataOutputStream out) {
        this.file = file;
        this.out = out;
    }

    static AnswerLogFile create(JobFolder folder, int part, long worker) {
        String name =
                String.format(Locale.ROOT, "%d-%s.jsonl", worker, UUID.randomUUID()); // numbers begin anew in each job
        Path file = new Path(folder.answers(part), name);
        try {
            FSDataOutputStream out = folder.files().create(file, false);
            if (!out.hasCapability(HFLUSH)) {
                out.close();
                folder.delete(file);
                throw new InputException(
                        file + ": this file system keeps nothing of a file before it is closed, so that answers of a"
                                + " killed machine would be paid again; name an --out on HDFS or on a shared disk");
            }
            return new AnswerLogFile(file, out);
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
        }
    }

    @Override
    public synchronized void append(List<Entry> answers) {
        StringBuilder lines = new StringBuilder();
        answers.forEach(answer -> lines.append(Json.line(answer)).append('\n'));
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.hflush();
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
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
