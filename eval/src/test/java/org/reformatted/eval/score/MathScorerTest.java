package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.JsonLines;

class MathScorerTest {
    @TempDir
    Path folder;

    @Test
    void rhoMathScores15Point8() {
        Path predictions = folder.resolve("rho.jsonl");
        try (Stream<JsonLines.Row> rows =
                JsonLines.read(SharedData.path("math/graded/rho-math-1b-v0.1_math500.jsonl"))) {
            JsonLines.write(
                    predictions,
                    rows.map(row -> Map.of(
                            "output", row.node().get("code").get(0).asText(),
                            "reference", row.node().get("gt").asText())));
        }
        ScoreReport report = Scorer.math(predictions);
        assertThat(report.value()).isCloseTo(15.8, within(1e-9));
        assertThat(report.correct()).isEqualTo(79);
        assertThat(report.n()).isEqualTo(500);
        assertThat(report.policies().keySet()).containsExactly("math-evaluation-harness", "hendrycks", "semantic");
        assertThat(report.faultCount()).isEqualTo(report.faults().size()).isPositive();
        assertThat(report.faults().get(0)).contains("rho.jsonl:", "\"reference\" is empty; the row counts as wrong");
    }

    @Test
    void policiesDisagreeWhereTheirRulesDo() throws IOException {
        Path file = folder.resolve("p.jsonl");
        JsonLines.write(
                file,
                Stream.of(
                        Map.of("output", "\\boxed{2.0}", "reference", "2"),
                        Map.of("output", "\\boxed{\\frac12}", "reference", "so \\boxed{\\dfrac{1}{2}}"),
                        Map.of("output", "no idea at all, sorry.\nNone.", "reference", "2")));
        ScoreReport report = Scorer.math(file);
        assertThat(report.policies().get("hendrycks").correct()).isEqualTo(1);
        assertThat(report.policies().get("semantic").correct()).isEqualTo(2);
        assertThat(report.policies().get("semantic").unparsed()).isEqualTo(1);
    }

    @Test
    void taskReadsRowsWithAndWithoutAnswer() throws IOException {
        Path file = Files.writeString(folder.resolve("math.jsonl"), """
            {"problem":"1+1?","solution":"It is $\\\\boxed{2}$.","type":"Algebra"}
            {"problem":"2+2?","solution":"","answer":"4","unique_id":"test/4.json"}
            """);
        try (Stream<Sample> samples = FileTask.bundled("math", file, Shots.NONE).samples()) {
            List<Sample> all = samples.toList();
            assertThat(all.get(0).id()).isEqualTo("0");
            assertThat(all.get(0).category()).isEqualTo("Algebra");
            assertThat(all.get(0).question()).startsWith("1+1?").contains("\\boxed{}");
            assertThat(all.get(1).id()).isEqualTo("test/4.json");
            assertThat(all.get(1).reference()).isEqualTo("4");
            FileTask task = FileTask.bundled("math", file, Shots.NONE);
            assertThat(task.policies()
                            .get(2)
                            .judge("\\boxed{2}", all.get(0).reference())
                            .score())
                    .isEqualTo(1);
        }
    }
}
