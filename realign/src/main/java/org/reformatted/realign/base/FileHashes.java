package org.reformatted.realign.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * SHA-256 of files and folders, as {@link Sha256} computes it, with a cache: an unchanged file is not read again. A file is unchanged when its path,
 * inode, size and the times of its last change (of its content and of its attributes, in nanoseconds) are the same. The cache is kept in a file for
 * later processes. A file that changed within the last two seconds is always read, because the clock of a file system may be that coarse.
 */
public final class FileHashes {
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final String STAMP = "unix:ino,size,lastModifiedTime,ctime";
    private static final FileHashes SHARED =
            new FileHashes(Optional.of(cacheFolder().resolve("hashes.tsv")));

    private final Optional<Path> kept;
    private final Map<String, String> known = new HashMap<>();
    private boolean loaded;

    private FileHashes(Optional<Path> kept) {
        this.kept = kept;
    }

    /**
     * Returns the hashes that all processes of this user share. They are kept in {@code reformatted/hashes.tsv} of the user's cache folder.
     *
     * @return the hashes
     */
    public static FileHashes shared() {
        return SHARED;
    }

    /**
     * Creates hashes that are cached in a file.
     *
     * @param file the file, created when missing
     * @return the hashes
     */
    public static FileHashes keptIn(Path file) {
        return new FileHashes(Optional.of(file));
    }

    /**
     * Creates hashes with an empty cache and no cache file, so that every file is read.
     *
     * @return the hashes
     */
    public static FileHashes reading() {
        return new FileHashes(Optional.empty());
    }

    /**
     * Returns the cache folder of this user's processes. All of its content can be created again.
     *
     * @return {@code reformatted} in the user's cache folder; it may be missing
     */
    public static Path cacheFolder() {
        String named = System.getProperty("harness.cache", System.getenv().getOrDefault("XDG_CACHE_HOME", ""));
        Path folder = named.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return folder.resolve("reformatted");
    }

    /**
     * Hashes a file or folder.
     *
     * @param path a file or a folder
     * @return its hash
     * @throws InputException when it is missing
     */
    public String of(Path path) {
        try {
            return Files.isDirectory(path) ? Sha256.ofFolder(path, this::ofFile) : ofFile(path);
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    /**
     * Tests whether a file has a hash. When the cached hash differs, the file is read again before the result is false.
     *
     * @param file the file
     * @param hash the hash expected
     * @return whether the file's content has this hash
     */
    public boolean matches(Path file, String hash) {
        return of(file).equals(hash) || Sha256.of(file).equals(hash);
    }

    private String ofFile(Path file) {
        Optional<String> stamp = stamp(file);
        if (stamp.isEmpty()) {
            return Sha256.of(file);
        }
        synchronized (this) {
            load();
            String hash = known.get(stamp.get());
            if (hash != null) {
                return hash;
            }
        }
        String hash = Sha256.of(file);
        if (stamp(file).equals(stamp)) {
            keep(stamp.get(), hash);
        }
        return hash;
    }

    /** The key of a file in the cache; empty when the file changed a moment ago or the system has no inodes. */
    private static Optional<String> stamp(Path file) {
        try {
            Path place = file.toRealPath();
            if (!place.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return Optional.empty();
            }
            Map<String, Object> seen = Files.readAttributes(place, STAMP);
            FileTime content = (FileTime) Objects.requireNonNull(seen.get("lastModifiedTime"));
            FileTime attributes = (FileTime) Objects.requireNonNull(seen.get("ctime"));
            Instant limit = Instant.now().minus(SETTLED);
            if (content.toInstant().isAfter(limit) || attributes.toInstant().isAfter(limit)) {
                return Optional.empty();
            }
            return Optional.of(String.join(
                    " ",
                    String.valueOf(seen.get("ino")),
                    String.valueOf(seen.get("size")),
                    String.valueOf(content.to(TimeUnit.NANOSECONDS)),
                    String.valueOf(attributes.to(TimeUnit.NANOSECONDS)),
                    Sha256.of(place.toString()).substring(0, 32)));
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private void load() {
        if (loaded || kept.isEmpty()) {
            return;
        }
        loaded = true;
        try {
            List<String> lines = Files.isReadable(kept.get())
                    ? Files.readAllLines(kept.get(), StandardCharsets.ISO_8859_1)
                    : List.of();
            for (String line : lines) {
                int at = line.indexOf('\t');
                if (at == 64) {
                    known.put(line.substring(at + 1), line.substring(0, at));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + kept.get(), e);
        }
    }

    private synchronized void keep(String stamp, String hash) {
        known.put(stamp, hash);
        if (kept.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(kept.get().toAbsolutePath().getParent());
            Files.writeString(
                    kept.get(), hash + "\t" + stamp + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            known.put(
                    stamp,
                    hash); // a cache that can't be written only costs time: the next process reads the file again
        }
    }
}
