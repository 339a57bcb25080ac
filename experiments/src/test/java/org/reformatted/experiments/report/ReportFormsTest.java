package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.TextFiles;

class ReportFormsTest {
    @TempDir
    static Path folder;

    private static ReportInputs inputs;

    @BeforeAll
    static void write() {
        inputs = new ReportFixture(folder, 40, 30).inputs(1, 2);
        ReportWriter.write(inputs, folder.resolve("report"));
    }

    @Test
    void theDocumentOfAllTablesNamesEachOfThem() {
        String document = TextFiles.readString(folder.resolve("report/tables/report.tex"));
        for (String line :
                document.lines().filter(one -> one.startsWith("\\input")).toList()) {
            assertThat(folder.resolve("report/tables/" + line.replaceAll(".*\\{(.*)\\}", "$1") + ".tex"))
                    .exists();
        }
        assertThat(document)
                .contains("\\input{summary}", "\\input{provenance}", "\\begin{document}", "\\end{document}");
    }

    @Test
    void aReportThatIsWrittenAgainKeepsNoTableOfTheOneBefore() throws Exception {
        Path out = folder.resolve("again");
        TextFiles.writeAtomically(out.resolve("tables/compare-gone.csv"), "old");
        TextFiles.writeAtomically(out.resolve("samples/t0-0.js"), "old");
        TextFiles.writeAtomically(out.resolve("tables/notes.txt"), "mine");
        ReportWriter.write(inputs, out);
        assertThat(out.resolve("tables/compare-gone.csv")).doesNotExist();
        assertThat(out.resolve("samples/t0-0.js")).doesNotExist();
        assertThat(out.resolve("tables/notes.txt")).exists();
        assertThat(Files.mismatch(out.resolve("report.html"), folder.resolve("report/report.html")))
                .isEqualTo(-1);
    }
}
