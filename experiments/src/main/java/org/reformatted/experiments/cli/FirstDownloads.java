package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.realign.base.FileHashes;

/** The hashes of first downloads, by address, for files without a recorded hash. A later download must have the same hash. */
final class FirstDownloads {
    private final Path file;

    private FirstDownloads(Path file) {
        this.file = file;
    }

    /** The hashes of this user, in {@code fetched.tsv} of the user's cache folder. */
    static FirstDownloads shared() {
        return keptIn(FileHashes.cacheFolder().resolve("fetched.tsv"));
    }

    /** The hashes that are stored in a file. */
    static FirstDownloads keptIn(Path file) {
        return new FirstDownloads(file);
    }

    /** The file that stores the hashes. */
    Path file() {
        return file;
    }

    /** The hash of the first download from an address. */
    Optional<KnownHash> of(String url) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(line -> line.split("\t", -1))
                    .filter(parts -> parts.length == 3 && parts[2].equals(url))
                    .map(parts ->
                            new KnownHash(parts[0], "as its first download on " + parts[1] + " had, kept in " + file))
                    .findFirst();
        }
    }

    /** Stores the SHA-256 of a first download. */
    void keep(String url, String sha256, LocalDate day) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, sha256 + "\t" + day + "\t" + url + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
