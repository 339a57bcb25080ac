package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

/** An experiment with two blocks of realigning: rows of both have the same ids, and each arm learned the rows of one. */
class TrainingRowsTest {
    private static final int ROWS = 12;

    @TempDir
    Path folder;

    private final Map<String, Path> realigned = new LinkedHashMap<>();

    @BeforeEach
    void realign() {
        JsonLines.write(
                folder.resolve("rows.jsonl"),
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Map.of(
                                "question", "How many are " + i + " and " + i + "?",
                                "answer", i + " + " + i + " = " + 2 * i + "\n#### " + 2 * i)));
        for (String block : List.of("realign", "realign-short")) {
            String yaml = "input: {path: rows.jsonl, format: gsm8k}\ncategory: math"
                    + (block.equals("realign") ? "" : "\nfilters: [length]");
            RealignPipeline.run(
                    ConfigBinder.bind("r.yaml", yaml, RealignConfig.class).value(),
                    folder::resolve,
                    folder.resolve(block),
                    Progress.SILENT);
            realigned.put(block, folder.resolve(block));
        }
    }

    private TrainedArm arm(String name, String block) {
        Path data = folder.resolve("data-" + name);
        TextFiles.writeAtomically(
                data.resolve("conversations.jsonl"),
                TextFiles.readString(folder.resolve(block).resolve(RealignPipeline.CONVERSATIONS)));
        ArtifactRecord plain = ReportFixture.record("data-" + name);
        TextFiles.writeAtomically(
                data.resolve(ArtifactRecord.FILE),
                Json.pretty(new ArtifactRecord(
                        plain.step(),
                        plain.fingerprint(),
                        1,
                        plain.config(),
                        Map.of(),
                        Map.of(block, "0123456789abcdef"),
                        Map.of(),
                        "abc",
                        Map.of(),
                        plain.started(),
                        1,
                        Map.of(),
                        Map.of())));
        return new TrainedArm(name, new TrainedArm.Training(1, data, folder, plain), Map.of());
    }

    @Test
    void anArmLearnedTheRowsOfItsOwnBlockAlone() {
        TrainingRows rows =
                TrainingRows.read(realigned, List.of(arm("long", "realign"), arm("short", "realign-short")));
        assertThat(rows.rows()).hasSize(2 * ROWS);
        assertThat(rows.rows().get(3).learned()).containsOnlyKeys("long");
        assertThat(rows.rows().get(ROWS + 3).learned()).containsOnlyKeys("short");
        assertThat(rows.rows().get(ROWS + 3).id()).startsWith("realign-short/");
        assertThat(Json.line(rows.index().get("block"))).contains("[\"realign\",\"realign-short\"]");
    }

    @Test
    void aSamplesNearestRowsAreThoseOfEachBlock() {
        List<NearestRows.Near> near = TrainingRows.read(realigned, List.of()).near("How many are 7 and 7?");
        assertThat(near).extracting(NearestRows.Near::row).contains(7, ROWS + 7).hasSize(10);
    }

    @Test
    void aCountLeadsToTheRowsOfItsBlock() {
        Map<String, RealignSummary> summaries = new LinkedHashMap<>();
        realigned.forEach((block, path) ->
                summaries.put(block, Json.read(path.resolve(RealignPipeline.SUMMARY), RealignSummary.class)));
        assertThat(ReportTables.realign(summaries).links().get("rewritten"))
                .contains("#rows&block=realign&verdict=rewritten", "#rows&block=realign-short&verdict=rewritten");
        summaries.remove("realign-short");
        assertThat(ReportTables.realign(summaries).links().get("rewritten")).contains("#rows&verdict=rewritten");
    }
}
