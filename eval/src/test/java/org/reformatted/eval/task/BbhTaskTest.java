package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class BbhTaskTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("cot-prompts"));
        Files.writeString(folder.resolve("cot-prompts/dates.txt"), """
            canary text
            -----
            Say which day.

            Q: What is one day after Monday?
            A: Let's think step by step.
            After Monday comes Tuesday. So the answer is (A).
            """);
        Files.writeString(folder.resolve("dates.json"), """
            {"examples": [
              {"input": "Which day?\\nOptions:\\n(A) Monday\\n(B) Friday", "target": "(B)"},
              {"input": "Which one?\\nOptions:\\n- yes\\n- no", "target": "no"}]}
            """);
    }

    private static List<Sample> samples(EvalTask task) {
        try (Stream<Sample> all = task.samples()) {
            return all.toList();
        }
    }

    @Test
    void asksWithThePublishedExamplesBelowTheRule() {
        List<Sample> samples = samples(BbhTask.withReasons(folder));
        assertThat(samples).extracting(Sample::id).containsExactly("dates/0", "dates/1");
        assertThat(samples.get(0).question())
                .startsWith("Say which day.\n\nQ: What is one day after Monday?")
                .endsWith("\n\nQ: Which day?\nOptions:\n(A) Monday\n(B) Friday\nA: Let's think step by step.");
        assertThat(samples.get(0).reference()).isEqualTo("(B)");
        assertThat(samples.get(0).category()).isEqualTo("dates");
    }

    @Test
    void likelihoodsAreOfTheListedOptionsWithoutReasons() {
        List<Sample> samples = samples(BbhTask.byLikelihood(folder));
        assertThat(samples.get(0).choices()).containsExactly("(A)", "(B)");
        assertThat(samples.get(1).choices()).containsExactly("yes", "no");
        assertThat(samples.get(0).question())
                .contains("Q: What is one day after Monday?\nA: (A)\n\nQ: Which day?")
                .doesNotContain("think")
                .endsWith("\nA:");
    }

    @Test
    void fewWordsOfATargetAreTheChoicesAndManyAreNone() throws IOException {
        Path file = folder.resolve("dates.json");
        Files.writeString(file, """
            {"examples": [{"input": "a?", "target": "True"}, {"input": "b?", "target": "False"}]}
            """);
        assertThat(samples(BbhTask.byLikelihood(folder)).get(0).choices()).containsExactly("False", "True");
        Files.writeString(file, """
            {"examples": [{"input": "a?", "target": "12"}, {"input": "b?", "target": "13"}]}
            """);
        assertThat(samples(BbhTask.byLikelihood(folder))).isEmpty();
        assertThat(samples(BbhTask.withReasons(folder))).hasSize(2);
    }

    @Test
    void namesAndPolicies() {
        assertThat(BbhTask.withReasons(folder).name()).isEqualTo("bbh");
        assertThat(BbhTask.byLikelihood(folder).name()).isEqualTo("bbh-likelihood");
        assertThat(BbhTask.byLikelihood(folder).weighsChoices()).isTrue();
        assertThat(BbhTask.withReasons(folder).groupedBy()).hasValue("task");
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws IOException {
        Path file = folder.resolve("dates.json");
        Files.writeString(file, "{\"examples\": [{\"input\": \"a\"}]}");
        assertThatThrownBy(() -> samples(BbhTask.withReasons(folder)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dates.json: example 0: there is no field \"target\"");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> samples(BbhTask.withReasons(folder))).hasMessageContaining("no \"examples\"");
    }
}
