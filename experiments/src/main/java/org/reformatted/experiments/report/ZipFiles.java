package org.reformatted.experiments.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.reformatted.realign.base.TextFiles;

/** Writes reproducible ZIP archives: equal files give equal archives, because entries have no times and are ordered by name. */
public final class ZipFiles {
    private ZipFiles() {}

    /**
     * Writes an archive atomically.
     *
     * @param archive the file
     * @param entries files by their names in the archive
     * @throws UncheckedIOException if a file cannot be read or the archive cannot be written
     */
    public static void write(Path archive, SortedMap<String, Path> entries) {
        Path partial = archive.resolveSibling(archive.getFileName() + ".partial");
        try {
            Path parent = archive.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
                for (Map.Entry<String, Path> file : entries.entrySet()) {
                    ZipEntry entry = new ZipEntry(file.getKey());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    Files.copy(file.getValue(), zip);
                    zip.closeEntry();
                }
            }
            TextFiles.move(partial, archive);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + archive, e);
        }
    }

    /**
     * The name of a file in an archive.
     *
     * @param prefix the folder in the archive
     * @param folder the folder on disk for this prefix
     * @param file a file below that
     * @return the name with forward slashes
     */
    public static String name(String prefix, Path folder, Path file) {
        return prefix + "/" + folder.relativize(file).toString().replace('\\', '/');
    }
}
