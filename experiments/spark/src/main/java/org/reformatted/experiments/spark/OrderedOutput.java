package org.reformatted.experiments.spark;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.pipeline.RealignPipeline;

/**
 * Puts the output of parts in the order of the input: as files of lines, or as Parquet for the realigned rows. The files are read one after the
 * other.
 *
 * @param out the job's folder
 * @param parquet whether the realigned rows are written as Parquet
 */
record OrderedOutput(String out, boolean parquet) implements Serializable {
    /** The results, in the order of {@link Lines}. */
    static final List<String> FILES =
            List.of(RealignPipeline.ORIGINAL, RealignPipeline.CONVERSATIONS, RealignPipeline.VERDICTS);

    /** A row's lines in {@link #FILES}. */
    record Lines(long index, List<String> lines) implements Serializable {}

    /** Deletes the results of an earlier run, which may have another format. */
    void clear() {
        JobFolder folder = new JobFolder(out);
        FILES.forEach(name -> folder.delete(folder.path(name.substring(0, name.lastIndexOf('.')))));
    }

    /** Reads the output of a part. */
    Iterator<Lines> read(int part) {
        return new PartLines(new JobFolder(out), part);
    }

    /** Writes one file of each result. */
    void write(int number, Iterator<Lines> rows) {
        JobFolder folder = new JobFolder(out);
        try (LocalFolder local = LocalFolder.create()) {
            List<JsonLines.Writer> writers = new ArrayList<>();
            try {
                FILES.forEach(
                        name -> writers.add(JsonLines.Writer.create(local.path().resolve(name))));
                while (rows.hasNext()) {
                    List<String> lines = rows.next().lines;
                    for (int i = 0; i < lines.size(); i++) {
                        writers.get(i).writeLine(lines.get(i));
                    }
                }
            } finally {
                writers.forEach(JsonLines.Writer::close);
            }
            FILES.forEach(name -> publish(folder, local.path().resolve(name), number));
        }
    }

    /** Writes one file of each result from a part whose rows are consecutive in the input. */
    void copy(int part) {
        JobFolder folder = new JobFolder(out);
        try (LocalFolder local = LocalFolder.create()) {
            for (String name : FILES) {
                java.nio.file.Path copy = local.path().resolve(name);
                JobFolder.download(new Path(folder.work(part), name).toString(), copy);
                publish(folder, copy, part);
            }
        }
    }

    private void publish(JobFolder folder, java.nio.file.Path local, int number) {
        JobLock.requireOwned(folder);
        String name = local.getFileName().toString();
        String result = name.substring(0, name.lastIndexOf('.'));
        boolean asParquet = parquet && name.equals(RealignPipeline.CONVERSATIONS);
        java.nio.file.Path written = local;
        if (asParquet) {
            written = local.resolveSibling(result + ".parquet");
            try (var rows = DataFormats.read(local, Optional.of("conversations"))) {
                DataFormats.write(written, "conversations", rows);
            }
        }
        folder.upload(
                written,
                folder.path(String.format(
                        Locale.ROOT, "%s/part-%05d.%s", result, number, asParquet ? "parquet" : "jsonl")));
    }

    /** Concatenates the files of each result to one file; Parquet files are unchanged. */
    void join() {
        JobFolder folder = new JobFolder(out);
        for (String name : FILES) {
            String result = name.substring(0, name.lastIndexOf('.'));
            List<Path> files = folder.list(folder.path(result)).stream()
                    .filter(file -> file.getName().endsWith(".jsonl"))
                    .toList();
            if (!files.isEmpty()) {
                folder.join(files, folder.path(name));
            }
        }
    }

    /** The lines of one part. */
    private static final class PartLines implements Iterator<Lines> {
        private final Path work;
        private final DataInputStream indices;
        private final List<BufferedReader> readers = new ArrayList<>();
        private Optional<Lines> next = Optional.empty();

        PartLines(JobFolder folder, int part) {
            work = folder.work(part);
            try {
                indices = new DataInputStream(
                        new BufferedInputStream(folder.files().open(new Path(work, PartTask.INDICES))));
                for (String name : FILES) {
                    readers.add(new BufferedReader(
                            new InputStreamReader(folder.files().open(new Path(work, name)), StandardCharsets.UTF_8)));
                }
                advance();
            } catch (IOException e) {
                throw JobFolder.failed(work, e);
            }
        }

        private void advance() throws IOException {
            long index;
            try {
                index = indices.readLong();
            } catch (EOFException e) {
                next = Optional.empty();
                indices.close();
                for (BufferedReader reader : readers) {
                    reader.close();
                }
                return;
            }
            List<String> lines = new ArrayList<>();
            for (BufferedReader reader : readers) {
                lines.add(reader.readLine());
            }
            next = Optional.of(new Lines(index, lines));
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Lines next() {
            Lines found = next.orElseThrow(NoSuchElementException::new);
            try {
                advance();
            } catch (IOException e) {
                throw JobFolder.failed(work, e);
            }
            return found;
        }
    }
}
