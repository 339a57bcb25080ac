package org.reformatted.finetune.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.reformatted.realign.base.TextFiles;

/** Folders that appear whole or not at all. */
public final class Folders {
    private Folders() {}

    /** Fills a folder. */
    public interface Filling {
        /**
         * Writes the files.
         *
         * @param folder an empty folder
         * @throws IOException when the disk refuses
         */
        void into(Path folder) throws IOException;
    }

    /**
     * Fills a folder beside its place and moves it there. A machine that dies leaves the old folder, the new one or none, never half of one.
     *
     * @param folder where the folder is to be; what is there is deleted first
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
     * Deletes a folder and all in it, if it exists. It is renamed first, so that no half of it is ever seen under its name.
     *
     * @param folder the folder
     * @throws IOException when the disk refuses
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
