package org.reformatted.experiments.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.realign.config.ConfigBinder;

class ExperimentGraphTest {
    @TempDir
    Path folder;

    private ExperimentGraph graph() {
        ExperimentConfig config = ConfigBinder.bind("c.yaml", ExperimentChecksTest.CONFIG, ExperimentConfig.class)
                .value();
        return new ExperimentGraph(config, new Roots(List.of(folder), List.of(folder)), new Compute("cpu", 1, 1));
    }

    @Test
    void theReportDependsOnTheStepsOfEveryArm() {
        assertThat(graph().report().dependencies())
                .extracting(Step::name)
                .contains(
                        "realign",
                        "data-original",
                        "data-realigned",
                        "finetune-original-seed1",
                        "finetune-realigned-seed1",
                        "evaluate-original-seed1-gsm8k",
                        "evaluate-realigned-seed1-gsm8k")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsPrintedAreTheFindingsAndTheReport() throws IOException {
        Files.writeString(folder.resolve(ReportStep.RESULT), "{\"lines\": [\"one\", \"two\"]}");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArtifactStore store = new ArtifactStore(folder);
        try (PrintStream out = new PrintStream(bytes, false, UTF_8)) {
            graph().print(Map.of("report", folder), store, out);
            assertThatThrownBy(() -> graph().print(Map.of(), store, out)).hasMessageContaining("no report among []");
        }
        assertThat(bytes.toString(UTF_8).lines())
                .containsExactly("one", "two", "report: " + folder.resolve("report.html"));
    }
}
