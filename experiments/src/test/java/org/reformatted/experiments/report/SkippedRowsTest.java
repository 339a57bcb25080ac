package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

/** Rows that skipInvalid leaves out are counted in the summary and named by the report. */
class SkippedRowsTest {
    @TempDir
    Path folder;

    @Test
    void rowsThatAreLeftOutAreCountedAndReported() throws IOException {
        String row = "{\"id\": \"%s\", \"turns\": [{\"role\": \"user\", \"text\": \"q\"},"
                + " {\"role\": \"assistant\", \"text\": \"a\"}]}\n";
        Files.writeString(
                folder.resolve("rows.jsonl"), row.formatted("one") + "{\"id\": \"cut\", \"tu\n" + row.formatted("two"));
        RealignConfig config = ConfigBinder.bind(
                        "test.yaml",
                        "input: {path: rows.jsonl, format: conversations, skipInvalid: true}\ncategory: math",
                        RealignConfig.class)
                .value();
        RealignSummary summary = RealignPipeline.run(config, folder::resolve, folder.resolve("out"), Progress.SILENT);
        RealignSummary kept = Json.read(folder.resolve("out").resolve(RealignPipeline.SUMMARY), RealignSummary.class);
        assertThat(kept).isEqualTo(summary);
        assertThat(kept.skippedRows()).isEqualTo(1);
        assertThat(Findings.rows(kept))
                .containsExactly(
                        "All arms: 1 rows of the input cannot be read and were left out, as skipInvalid accepts;"
                                + " 2 were read.");
    }
}
