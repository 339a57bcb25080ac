package org.reformatted.experiments.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.realign.base.TextFiles;

/** Writes a report as one archive: its page with the scripts of samples, its Markdown, tables and comparisons. Equal reports give equal archives. */
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
        SortedMap<String, Path> entries = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(report, 2)) {
            walk.filter(Files::isRegularFile)
                    .filter(one -> belongs(report.relativize(one)))
                    .forEach(one -> entries.put(ZipFiles.name("report", report, one), one));
        } catch (IOException e) {
            throw TextFiles.unreadable(report, e);
        }
        ZipFiles.write(file, entries);
    }

    private static boolean belongs(Path name) {
        return name.getNameCount() == 1
                ? NAMES.contains(name.toString())
                : List.of("tables", BrowserData.FOLDER).contains(String.valueOf(name.getName(0)));
    }
}
