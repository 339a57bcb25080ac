package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.SamplingSettings;

class PairedComparisonTest {
    @TempDir
    Path folder;

    private Path rows;

    @BeforeEach
    void writeRows() throws IOException {
        rows = folder.resolve("rows.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append(Json.line(java.util.Map.of("question", "" + i, "answer", "#### " + i)))
                    .append('\n');
        }
        Files.writeString(rows, text);
    }

    private EvalResult arm(String name, IntPredicate knows, int limit) {
        EvalConfig config = new EvalConfig(
                "gsm8k",
                java.util.Optional.empty(),
                java.util.Optional.of(limit),
                0,
                java.util.Optional.empty(),
                0,
                SamplingSettings.greedy(8),
                java.util.Optional.empty());
        ToyModel model =
                new ToyModel(name, q -> knows.test(Integer.parseInt(q)) ? "#### " + q : "#### 99", Integer.MAX_VALUE);
        return Evaluator.evaluate(
                FileTask.bundled("gsm8k", rows, Shots.NONE),
                model,
                config,
                folder.resolve(name + limit),
                Progress.SILENT);
    }

    @Test
    void onlyWhatTheTwoAnswerDifferentlyDecides() {
        PairedComparison compared = PairedComparison.of(
                arm("original", i -> i < 20, 40), arm("realigned", i -> i == 0 || i >= 12, 40), "strict-match");
        assertThat(compared.n()).isEqualTo(40);
        assertThat(compared.first()).isEqualTo(50);
        assertThat(compared.second()).isEqualTo(72.5);
        assertThat(compared.difference()).isEqualTo(22.5);
        assertThat(compared.onlyFirst()).isEqualTo(11);
        assertThat(compared.onlySecond()).isEqualTo(20);
        // R: binom.test(11, 31)$p.value
        assertThat(compared.pValue()).isCloseTo(0.1496, within(1e-4));
        assertThat(compared.low()).isLessThan(22.5);
        assertThat(compared.high()).isGreaterThan(22.5);
        assertThat(compared.wilcoxon()).isNaN();
        // Connor's formula solved for the difference at n 40 with 31 of 40 answered differently
        double d = compared.detectable() / 100;
        double root = 1.959964 * Math.sqrt(31 / 40.0) + 0.841621 * Math.sqrt(31 / 40.0 - d * d);
        assertThat(root * root / (d * d)).isCloseTo(40, within(1e-3));
        assertThat(compared.detectable()).isBetween(35.0, 40.0);
    }

    @Test
    void swappedSidesSwapTheSigns() {
        EvalResult a = arm("a", i -> i < 20, 40);
        EvalResult b = arm("b", i -> i < 30, 40);
        PairedComparison forth = PairedComparison.of(a, b, "strict-match");
        PairedComparison back = PairedComparison.of(b, a, "strict-match");
        assertThat(back.difference()).isEqualTo(-forth.difference());
        assertThat(back.pValue()).isEqualTo(forth.pValue());
        assertThat(back.low()).isCloseTo(-forth.high(), within(1e-9));
        PairedComparison same = PairedComparison.of(a, a, "strict-match");
        assertThat(same.pValue()).isEqualTo(1);
        assertThat(same.detectable()).isNaN();
        assertThat(same.difference()).isZero();
        assertThat(same.low()).isCloseTo(-8.7622, within(1e-3)); // 100 z^2 / (40 + z^2)
        assertThat(same.high()).isCloseTo(8.7622, within(1e-3));
    }

    @Test
    void refusesOtherSamplesAndOtherTasks() {
        EvalResult a = arm("a", i -> i < 20, 40);
        EvalResult shorter = arm("b", i -> i < 20, 39);
        assertThatThrownBy(() -> PairedComparison.of(a, shorter, "strict-match"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the samples differ (40 against 39, first at position 39)");
        assertThatThrownBy(() -> PairedComparison.of(a, a, "best")).hasMessageContaining("no policy best");
        EvalResult otherVersion = new EvalResult(
                a.task(),
                7,
                a.model(),
                a.config(),
                a.n(),
                0,
                0,
                a.defaultPolicy(),
                a.policies(),
                a.breakdowns(),
                a.examples());
        assertThatThrownBy(() -> PairedComparison.of(a, otherVersion, "strict-match"))
                .hasMessageContaining("the same task and version");
    }

    /** Sentences of one word and of three: a hundred where both answered, and nothing where one was silent. */
    @Test
    void measuresAreComparedWhereBothHaveOneInTheirOwnUnit() {
        FileTask task = FileTask.bundled("readability", rows, Shots.NONE);
        EvalConfig config = EvalConfig.of("readability", SamplingSettings.greedy(8));
        ToyModel shortOnes = new ToyModel("short", q -> "Go.", Integer.MAX_VALUE);
        ToyModel longer = new ToyModel("longer", q -> q.equals("7") ? "" : "Go to it.", Integer.MAX_VALUE);
        EvalResult first = Evaluator.evaluate(task, shortOnes, config, folder.resolve("short"), Progress.SILENT);
        EvalResult second = Evaluator.evaluate(task, longer, config, folder.resolve("longer"), Progress.SILENT);
        assertThat(second.score("words-per-sentence").unparsed()).isEqualTo(1);
        PairedComparison compared = PairedComparison.of(first, second, "words-per-sentence");
        assertThat(compared.unit()).isEqualTo("words");
        assertThat(compared.n()).isEqualTo(39);
        assertThat(compared.difference()).isEqualTo(2);
        assertThat(compared.low()).isNaN(); // all differ by 2: nothing is known of how others would
        assertThat(compared.onlySecond()).isEqualTo(39);
        assertThat(compared.wilcoxon()).isCloseTo(2 * Math.pow(0.5, 39), within(1e-18));
        assertThat(compared.detectable()).isNaN();
        assertThat(PairedComparison.of(first, second, "headings").pValue()).isEqualTo(1);
    }

    /** McNemar's power is of right and wrong; an F1 of two thirds against a half is neither. */
    @Test
    void sharesBetweenRightAndWrongHaveWilcoxonsTestAndNoDetectableDifference() throws IOException {
        Path facts = Files.writeString(folder.resolve("facts.jsonl"), """
            {"question": "1", "answer": "red green blue"}
            {"question": "2", "answer": "red green blue"}
            """);
        FileTask task = FileTask.bundled("factuality", facts, Shots.NONE);
        EvalConfig config = EvalConfig.of("factuality", SamplingSettings.greedy(8));
        ToyModel one = new ToyModel("one", q -> "red", Integer.MAX_VALUE);
        ToyModel two = new ToyModel("two", q -> "red green", Integer.MAX_VALUE);
        EvalResult first = Evaluator.evaluate(task, one, config, folder.resolve("one"), Progress.SILENT);
        EvalResult second = Evaluator.evaluate(task, two, config, folder.resolve("two"), Progress.SILENT);
        PairedComparison compared = PairedComparison.of(first, second, "f1");
        assertThat(compared.difference()).isCloseTo(30, within(1e-9));
        assertThat(compared.detectable()).isNaN();
        assertThat(compared.wilcoxon()).isEqualTo(0.5);
        assertThat(PairedComparison.of(first, second, "exact-match").wilcoxon()).isNaN();
    }
}
