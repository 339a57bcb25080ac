package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.TextFiles;

class ReportBundleTest {
    @TempDir
    static Path folder;

    private static ReportInputs inputs;

    @BeforeAll
    static void write() {
        inputs = new ReportFixture(folder, 40, 30).inputs(1, 2);
        ReportWriter.write(inputs, folder.resolve("report"));
    }

    @Test
    void anArchiveHoldsTheReportAndIsTheSameEachTime() throws Exception {
        Path first = folder.resolve("a/report.zip");
        Path second = folder.resolve("report.zip");
        Files.writeString(folder.resolve("report/foreign.txt"), "not a part of it");
        ReportBundle.write(folder.resolve("report"), first);
        ReportBundle.write(folder.resolve("report"), second);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        Map<String, String> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(first);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(entries).containsKeys("report/report.html", "report/report.md", "report/tables/summary.csv");
        assertThat(entries.keySet()).noneMatch(name -> name.contains("foreign"));
        assertThat(entries.get("report/report.html"))
                .isEqualTo(TextFiles.readString(folder.resolve("report/report.html")));
    }
}
