package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;

/** Two experiments of saved answers, joined into one table. */
class SuiteCommandTest {
    private static final String CONFIG = """
        name: NAME
        arms:
          first: {predictions: {gsm8k: first.jsonl}}
          second: {predictions: {gsm8k: SECOND.jsonl}}
        evaluate: [{task: gsm8k, data: test.jsonl}]
        report: {paper: []}
        """;

    @TempDir
    Path folder;

    private void answers(String file, int right) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append(Json.line(Map.of("id", "" + i, "output", "#### " + (i < right ? i : -1))))
                    .append('\n');
        }
        Files.writeString(folder.resolve(file), rows);
    }

    @Test
    void joinsFinishedExperimentsAndNamesThoseThatAreNot() throws IOException {
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            questions
                    .append(Json.line(Map.of("question", "What is " + i + "?", "answer", "#### " + i)))
                    .append('\n');
        }
        Files.writeString(folder.resolve("test.jsonl"), questions);
        answers("first.jsonl", 5);
        answers("good.jsonl", 18);
        answers("bad.jsonl", 4);
        Files.writeString(folder.resolve("a.yaml"), CONFIG.replace("NAME", "a").replace("SECOND", "good"));
        Files.writeString(folder.resolve("b.yaml"), CONFIG.replace("NAME", "b").replace("SECOND", "bad"));
        Path suite = Files.writeString(
                folder.resolve("suite.yaml"), "name: both\ndescription: Two <tables>.\nsuite: [a, b.yaml]\n");
        String runs = folder.resolve("runs").toString();
        String out = folder.resolve("joined").toString();
        try (HarnessProcess harness = HarnessProcess.start(Map.of())) {
            assertThat(harness.call("run", folder.resolve("a.yaml").toString(), "--runs", runs)
                            .code())
                    .isZero();
            HarnessProcess.Said missing = harness.call("suite", suite.toString(), "--runs", runs, "--out", out);
            assertThat(missing.text()).contains("there is no finished report of b");
            assertThat(missing.code()).isEqualTo(1);
            assertThat(harness.call("run", folder.resolve("b.yaml").toString(), "--runs", runs)
                            .code())
                    .isZero();
            HarnessProcess.Said said = harness.call("suite", suite.toString(), "--runs", runs, "--out", out);
            assertThat(said.code()).as(said.text()).isZero();
            Files.writeString(suite, "name: both\nsuite: [a, a.yaml, c.yaml]\n");
            HarnessProcess.Said wrong = harness.call("suite", suite.toString(), "--runs", runs, "--out", out);
            assertThat(wrong.text()).contains("c.yaml", "there is no such file");
            assertThat(wrong.code()).isEqualTo(2);
        }
        assertThat(Files.readString(folder.resolve("joined/suite.md")))
                .contains("| a | first | 25.0 |", "| a | second | 90.0 (+65.0 \\*) |", "| b | second | 20.0 (-5.0) |");
        assertThat(Files.readString(folder.resolve("joined/suite.html")))
                .contains("Two &lt;tables", "../runs/a/report-", "a</a>")
                .doesNotContain("<script");
        assertThat(Files.readString(folder.resolve("joined/tables/suite.csv")))
                .contains("b,gsm8k,flexible-extract,percent,second,20.0");
    }
}
