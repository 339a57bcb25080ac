package org.reformatted.realign.data;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/** Finds the files of a path: the file itself, the shards in a folder, or the files that match a pattern such as {@code data/train-*.parquet}. */
final class DataFiles {
    private static final Pattern ENDINGS = Pattern.compile(".*\\.(?:(?:jsonl|json|csv|tsv)(?:\\.gz|\\.zst)?|parquet)");
    private static final Pattern WILD = Pattern.compile(".*[*?\\[{].*");

    private DataFiles() {}

    /**
     * Finds the files, in order of their names.
     *
     * @throws InputException when a folder has no file of rows or a pattern matches no file
     */
    static List<Path> of(Path path) {
        if (Files.isDirectory(path)) {
            return below(path, path, DataFiles::isData, "files that end in .jsonl, .json, .csv, .tsv or .parquet");
        }
        if (Files.exists(path) || !WILD.matcher(path.toString()).matches()) {
            return List.of(path);
        }
        Path root = path;
        while (root != null && WILD.matcher(root.toString()).matches()) {
            root = root.getParent();
        }
        Path start = root == null ? Path.of("") : root;
        PathMatcher fits = matcher(path);
        return Files.isDirectory(start) ? below(path, start, fits::matches, "files whose path fits it") : List.of(path);
    }

    private static PathMatcher matcher(Path pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new InputException(
                    pattern + ": there is no such file, and it is not a pattern (" + e.getDescription()
                            + "); check the path",
                    e);
        }
    }

    private static boolean isData(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && ENDINGS.matcher(name).matches();
    }

    private static List<Path> below(Path path, Path folder, Predicate<Path> wanted, String expected) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files =
                    walk.filter(wanted).filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw InputException.at(path, "no file of rows", expected, "check the path");
            }
            return files;
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }
}
