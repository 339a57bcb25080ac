package org.reformatted.experiments.spark;

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
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.Path;

/**
 * Lines of one worker that are stored on the job's file system before their content is used. If the file system can flush, each worker has one file;
 * the reader skips an incomplete last line of a killed worker. If the file system stores a file only when it is closed, such as S3, each batch of
 * lines is a separate file.
 */
final class KeptLines implements AutoCloseable {
    /** The capability of a stream whose {@code hflush} makes written data visible to others (Hadoop's {@code StreamCapabilities}). */
    private static final String HFLUSH = "hflush";

    private final JobFolder folder;
    private final Path first;
    private final Optional<FSDataOutputStream> flushed;
    private int batches;

    private KeptLines(JobFolder folder, Path first, Optional<FSDataOutputStream> flushed) {
        this.folder = folder;
        this.first = first;
        this.flushed = flushed;
    }

    static KeptLines create(JobFolder folder, Path place, long worker) {
        String name =
                String.format(Locale.ROOT, "%d-%s.jsonl", worker, UUID.randomUUID()); // numbers start at 0 in each job
        Path file = new Path(place, name);
        try {
            FSDataOutputStream out = created(folder, file);
            if (out.hasCapability(HFLUSH)) {
                return new KeptLines(folder, file, Optional.of(out));
            }
            out.close();
            return new KeptLines(folder, file, Optional.empty());
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
        }
    }

    /** Creates a file with a unique name, so that S3 does not need to check for an existing file, which costs as much as a write. */
    private static FSDataOutputStream created(JobFolder folder, Path file) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder =
                folder.files().createFile(file).recursive().overwrite(false);
        builder.opt("fs.s3a.create.performance", true);
        return builder.build();
    }

    /** Stores lines, each with its line break; they are stored when this method returns. */
    synchronized void append(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
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
        try (FSDataOutputStream out = created(folder, new Path(first.getParent(), name))) {
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

    /** The lines that workers have stored in a folder; the last line of a file may be incomplete. */
    static List<String> read(JobFolder folder, Path place) {
        List<String> all = new ArrayList<>();
        for (Path file : folder.list(place)) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(folder.files().open(file), StandardCharsets.UTF_8))) {
                lines.lines().forEach(all::add);
            } catch (IOException e) {
                throw JobFolder.failed(file, e);
            }
        }
        return all;
    }
}
