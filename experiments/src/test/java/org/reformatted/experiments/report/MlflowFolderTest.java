package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.TextFiles;

class MlflowFolderTest {
    @TempDir
    static Path folder;

    private static ReportInputs inputs;

    @BeforeAll
    static void makeInputs() {
        inputs = new ReportFixture(folder, 40, 30).inputs(1, 2);
    }

    @Test
    void mlflowsFilesHoldEveryLossAndScore() throws Exception {
        Path to = folder.resolve("mlruns");
        MlflowFolder.write(inputs, to);
        Path experiment;
        try (var list = Files.list(to)) {
            experiment = list.findFirst().orElseThrow();
        }
        assertThat(TextFiles.readString(experiment.resolve("meta.yaml"))).contains("name: \"large & <small>\"");
        List<Path> runs;
        try (var list = Files.list(experiment)) {
            runs = list.filter(Files::isDirectory).toList();
        }
        assertThat(runs).hasSize(4);
        for (Path run : runs) {
            assertThat(TextFiles.readString(run.resolve("metrics/loss")).lines().count())
                    .isEqualTo(300);
            assertThat(TextFiles.readString(run.resolve("metrics/gsm8k.flexible-extract")))
                    .matches("\\d+ \\d+\\.\\d+ 0\\R");
            assertThat(TextFiles.readString(run.resolve("params/rate"))).isEqualTo("1");
            assertThat(TextFiles.readString(run.resolve("meta.yaml")))
                    .contains("lifecycle_stage: \"active\"", "status: 3");
        }
    }
}
