package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.run.ScoredExample;
import org.reformatted.realign.base.InputException;

class TraceTest {
    @TempDir
    static Path folder;

    private static ReportInputs inputs;

    @BeforeAll
    static void makeInputs() {
        inputs = new ReportFixture(folder, 40, 30).inputs(1, 2);
    }

    @Test
    void aCellIsFollowedToItsSamplesATrainingRowAndBack() {
        long wrong = inputs.arms().get(1).evaluations().get("gsm8k").result().examples().stream()
                .filter(example -> example.verdicts().get("flexible-extract").parsed()
                        && example.verdicts().get("flexible-extract").score() == 0)
                .count();
        List<String> cell =
                Trace.lines(inputs, "#samples=gsm8k&policy=flexible-extract&arm=realigned&seed=1&verdict=wrong");
        assertThat(cell).anyMatch(line -> line.startsWith(wrong + " of 40 samples"));
        String id = cell.get(cell.size() - 1).strip().split(" ", 2)[0];
        List<String> sample = Trace.lines(inputs, "gsm8k/" + id);
        assertThat(sample).anyMatch(line -> line.startsWith("realigned, seed 1"));
        assertThat(sample).anyMatch(line -> line.contains("flexible-extract: wrong, found"));
        String row = sample.stream()
                .filter(line -> line.startsWith("  row="))
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" ", 2)[0];
        List<String> back = Trace.lines(inputs, row);
        assertThat(back).anyMatch(line -> line.contains("original learned the original"));
        assertThat(back.stream().collect(Collectors.joining("\n"))).contains("  gsm8k/" + id);
    }

    @Test
    void aJudgesCellAndThatOfAnOverlapAreFollowedToo() {
        TrainedArm arm = inputs.arms().get(1);
        Judged judged = Objects.requireNonNull(arm.evaluations().get("readability"))
                .judged()
                .orElseThrow();
        long wins = Objects.requireNonNull(judged.report().pairs()).wins();
        assertThat(Trace.lines(inputs, "#samples=readability&arm=realigned&seed=1&judged=win"))
                .anyMatch(line -> line.startsWith(wins + " of 40 samples"));
        int shared = Overlaps.of(inputs.arms()).ids(arm, "gsm8k").size();
        assertThat(shared).isPositive();
        assertThat(Trace.lines(inputs, "#samples=gsm8k&arm=realigned&seed=1&trained=1"))
                .anyMatch(line -> line.startsWith(shared + " of 40 samples"));
        assertThat(Trace.lines(inputs, "mt-bench/7"))
                .anyMatch(line -> line.startsWith("    judge: rating "))
                .anyMatch(line -> line.startsWith("    Rating: [["));
    }

    @Test
    void whereAJudgeGaveNoRatingAPairIsNotCompared() {
        String policy = Links.encoded(FakeJudge.RATES);
        List<Map<String, Verdict>> both = List.of(0, 1).stream()
                .map(i -> inputs.arms().get(i).evaluations().get("mt-bench").result().examples().stream()
                        .filter(example -> example.verdicts().containsKey(FakeJudge.RATES))
                        .collect(Collectors.toMap(
                                ScoredExample::id, example -> example.verdicts().get(FakeJudge.RATES))))
                .toList();
        long differ = both.get(0).entrySet().stream()
                .filter(one -> both.get(1).containsKey(one.getKey())
                        && both.get(1).get(one.getKey()).score()
                                != one.getValue().score())
                .count();
        assertThat(Trace.lines(
                        inputs,
                        "#samples=mt-bench&policy=" + policy + "&arm=realigned&seed=1&against=original&pair=differ"))
                .anyMatch(line -> line.startsWith(differ + " of 40 samples"));
    }

    @Test
    void whatCannotBeFollowedIsNamedWithWhatCan() {
        assertThatThrownBy(() -> Trace.lines(inputs, "math/1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gsm8k");
        assertThatThrownBy(() -> Trace.lines(inputs, "gsm8k/no")).hasMessageContaining("40 samples");
        assertThatThrownBy(() -> Trace.lines(inputs, "row=no")).hasMessageContaining("30 training rows");
        assertThatThrownBy(() -> Trace.lines(inputs, "samples=gsm8k&arm=other"))
                .hasMessageContaining("original, seed 1");
        assertThatThrownBy(() -> Trace.lines(inputs, "samples=gsm8k&mood=1")).hasMessageContaining("mood");
        assertThatThrownBy(() -> Trace.lines(inputs, "seventeen")).hasMessageContaining("such as gsm8k/");
    }
}
