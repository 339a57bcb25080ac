package org.reformatted.experiments.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.reformatted.realign.base.TextFiles;

/** One archive of a report: its page with the samples beside it, its Markdown, tables and comparisons. Equal reports make equal archives. */
public final class ReportBundle {
    private static final List<String> NAMES = List.of(
            "report.html",
            "report.md",
            "comparisons.jsonl",
            "differences.jsonl",
            ReportWriter.FINDINGS,
            ReportSources.FILE);

    private ReportBundle() {}

    /**
     * Writes the archive.
     *
     * @param report a report's folder
     * @param file the archive
     */
    public static void write(Path report, Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            try (OutputStream out = Files.newOutputStream(partial);
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out))) {
                for (Path one : files(report)) {
                    ZipEntry entry = new ZipEntry(
                            "report/" + report.relativize(one).toString().replace('\\', '/'));
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    Files.copy(one, zip);
                    zip.closeEntry();
                }
            }
            TextFiles.move(partial, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static List<Path> files(Path report) throws IOException {
        try (Stream<Path> walk = Files.walk(report, 2)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> belongs(report.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean belongs(Path name) {
        return name.getNameCount() == 1
                ? NAMES.contains(name.toString())
                : List.of("tables", BrowserData.FOLDER).contains(String.valueOf(name.getName(0)));
    }
}
