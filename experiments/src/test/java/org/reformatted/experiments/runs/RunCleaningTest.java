package org.reformatted.experiments.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.experiments.runs.ToyRun.print;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.TextFiles;

class RunCleaningTest {
    @TempDir
    Path folder;

    private ToyRun toy;

    @BeforeEach
    void makeRun() {
        toy = new ToyRun(folder);
    }

    @Test
    void cleansWhatNoReportRefersToAndOnlyThat() {
        Path stale = toy.artifact("train-a", "2", Map.of(), Map.of("rate", 2));
        TextFiles.writeAtomically(folder.resolve("runs/toy/train-b-00000000.partial/x"), "x");
        RunCleaning cleaning = RunCleaning.of(toy.run(), false);
        assertThat(cleaning.folders())
                .containsExactlyInAnyOrder(String.valueOf(stale.getFileName()), "train-b-00000000.partial");
        assertThat(cleaning.lines()).last().asString().startsWith("toy: 2 folders, ");
        assertThat(stale).exists();
        cleaning.delete();
        assertThat(stale).doesNotExist();
        assertThat(toy.run().records()).hasSize(2);
        assertThat(RunCleaning.of(toy.run(), false).folders()).isEmpty();
    }

    @Test
    void earlierReportsGoOnlyWhenAsked() {
        toy.artifact("train-a", "2", Map.of(), Map.of("rate", 2));
        toy.artifact("report", "2", Map.of("train-a", print("train-a", "2")), Map.of());
        assertThat(RunCleaning.of(toy.run(), false).folders()).isEmpty();
        assertThat(RunCleaning.of(toy.run(), true).folders())
                .containsExactlyInAnyOrder(
                        ArtifactStore.name("report", print("report", "1")),
                        ArtifactStore.name("train-a", print("train-a", "1")));
    }

    @Test
    void anExperimentWithoutAReportKeepsEverything() {
        toy.begin("young");
        toy.artifact("train-a", "1", Map.of(), Map.of());
        assertThat(RunCleaning.of(RunFolder.find("young", folder.resolve("runs")), true)
                        .folders())
                .isEmpty();
    }
}
