package org.reformatted.experiments.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

class RunListingTest {
    @TempDir
    Path folder;

    private ToyRun toy;

    @BeforeEach
    void makeRun() {
        toy = new ToyRun(folder);
    }

    @Test
    void listsStateStepsSizeDateAndCommit() {
        assertThat(RunListing.lines(folder.resolve("runs"))).hasSize(2);
        assertThat(RunListing.lines(folder.resolve("runs")).get(1))
                .matches("toy +finished +2 +\\d+\\.\\d kB +2026-01-01T00:00:00 +abc1");
        TextFiles.writeAtomically(toy.run().root().resolve("train-b-00000000.partial/x"), "x");
        assertThat(RunListing.lines(folder.resolve("runs")).get(1)).contains("unfinished");
        assertThatThrownBy(() -> RunFolder.find("none", folder.resolve("runs")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("harness runs");
    }
}
