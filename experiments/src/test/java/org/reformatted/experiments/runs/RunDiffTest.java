package org.reformatted.experiments.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.experiments.runs.ToyRun.print;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Sha256;

class RunDiffTest {
    @TempDir
    Path folder;

    private ToyRun toy;

    @BeforeEach
    void makeRun() {
        toy = new ToyRun(folder);
    }

    @Test
    void namesWhatTwoExperimentsDifferIn() {
        RunFolder first = toy.run();
        toy.begin("other");
        toy.artifact("train-a", "2", Map.of(), Map.of("rate", 2));
        toy.artifact("train-b", "2", Map.of(), Map.of());
        toy.artifact(
                "report", "2", Map.of("train-a", print("train-a", "2"), "train-b", print("train-b", "2")), Map.of());
        RunFolder second = RunFolder.find("other", folder.resolve("runs"));
        assertThat(RunDiff.lines(first, second))
                .anyMatch(line -> line.startsWith("train-a: config rate: 1 -> 2"))
                .anyMatch(
                        line -> line.contains("data data: " + Sha256.of("data1").substring(0, 12)))
                .anyMatch(line -> line.contains("code commit: abc1 -> abc2"))
                .anyMatch(line -> line.contains("result score: 1 -> 2"))
                .contains("train-b: only in other");
        assertThat(RunDiff.lines(first, first)).containsExactly("no difference in 2 steps");
    }
}
