package org.reformatted.realign.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A file of hashes next to the files that it covers, in the format of {@code sha256sum -c}. Before files are used again, {@link #damages} finds those
 * that have changed since they were written.
 */
public final class Seal {
    /** Position of the name in a line: after the digits of the hash and two spaces. */
    private static final int NAME_AT = 66;

    private final Path file;

    private Seal(Path file) {
        this.file = file;
    }

    /**
     * Returns a seal with a given file of hashes.
     *
     * @param file the file of hashes; the files that it covers are in the same folder or below it
     * @return the seal
     */
    public static Seal in(Path file) {
        return new Seal(file);
    }

    /**
     * Returns the seal of one file. Its name is the file's name with the ending {@code .sha256}.
     *
     * @param file the file
     * @return the seal
     */
    public static Seal of(Path file) {
        return new Seal(file.resolveSibling(file.getFileName() + ".sha256"));
    }

    /**
     * Writes the current hashes of files.
     *
     * @param files files, and folders with all files below them; missing ones are left out
     */
    public void write(List<Path> files) {
        StringBuilder text = new StringBuilder();
        lines(files, Sha256::of).forEach(line -> text.append(line).append('\n'));
        TextFiles.writeAtomically(file, text.toString());
    }

    /**
     * Compares files with the hashes that were written.
     *
     * @param files the files and folders that {@link #write} was given
     * @param hashes the source of the current hashes
     * @return one sentence for each file that differs, is missing or was added; empty when nothing changed
     */
    public List<String> damages(List<Path> files, FileHashes hashes) {
        if (!Files.isRegularFile(file)) {
            return List.of(file + ": the file of hashes is missing");
        }
        Set<String> written = written();
        Set<String> found = lines(files, hashes::of);
        List<String> damages = new ArrayList<>();
        for (String line : found) {
            if (!written.contains(line)) {
                damages.add(place(line) + ": the content differs from its recorded hash in " + file.getFileName());
            }
        }
        Set<Path> present = new TreeSet<>();
        found.forEach(line -> present.add(place(line)));
        for (String line : written) {
            if (line.length() <= NAME_AT) {
                damages.add(file + ": a line is not a hash and a name");
            } else if (!found.contains(line) && !present.contains(place(line))) {
                damages.add(place(line) + ": the file is missing");
            }
        }
        return damages;
    }

    private Path place(String line) {
        return file.resolveSibling(line.substring(NAME_AT));
    }

    /** The lines of the file; a damaged file may contain any bytes. */
    private Set<String> written() {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return new TreeSet<>(text.lines().toList());
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private Set<String> lines(List<Path> files, Function<Path, String> hash) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Set<String> lines = new TreeSet<>();
        for (Path root : files) {
            if (Files.exists(root)) {
                try (Stream<Path> walk = Files.walk(root)) {
                    walk.filter(Files::isRegularFile).forEach(each -> {
                        String name = folder.relativize(each.toAbsolutePath()).toString();
                        lines.add(hash.apply(each) + "  " + name.replace('\\', '/'));
                    });
                } catch (IOException e) {
                    throw TextFiles.unreadable(root, e);
                }
            }
        }
        return lines;
    }
}
