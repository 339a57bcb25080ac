package org.reformatted.finetune.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.reformatted.realign.base.TextFiles;

/** Writes and deletes folders atomically. */
public final class Folders {
    private Folders() {}

    /** Fills a folder. */
    public interface Filling {
        /**
         * Writes the files.
         *
         * @param folder an empty folder
         * @throws IOException when a file cannot be written
         */
        void into(Path folder) throws IOException;
    }

    /**
     * Fills a temporary folder next to the target and renames it. If the machine fails, the old folder, the new folder or no folder remains, never an
     * incomplete one.
     *
     * @param folder the target; an existing folder is deleted first
     * @param filling writes the files
     */
    public static void replace(Path folder, Filling filling) {
        Path temporary = folder.resolveSibling(folder.getFileName() + ".partial");
        try {
            delete(temporary);
            Files.createDirectories(temporary);
            filling.into(temporary);
            delete(folder);
            TextFiles.move(temporary, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
    }

    /**
     * Deletes a folder and its content, if it exists. The folder is renamed first, so that a folder with its name is never incomplete.
     *
     * @param folder the folder
     * @throws IOException when a file cannot be deleted
     */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Path doomed = folder.resolveSibling(folder.getFileName() + ".deleted");
        if (Files.exists(doomed)) {
            deleteTree(doomed);
        }
        TextFiles.move(folder, doomed);
        deleteTree(doomed);
    }

    private static void deleteTree(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
