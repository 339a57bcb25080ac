package org.reformatted.experiments.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder on this machine; it exists as long as a task runs. */
record LocalFolder(Path path) implements AutoCloseable {
    static LocalFolder create() {
        try {
            return new LocalFolder(Files.createTempDirectory("realign-"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a folder for temporary files cannot be created (" + e.getMessage() + "); set spark.local.dir", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": this folder cannot be deleted (" + e.getMessage() + ")", e);
        }
    }
}
