package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.task.BbhTask;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.MmluTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.LogLikelihoodModel;
import org.reformatted.realign.llm.SamplingSettings;

class ChoiceEvaluatorTest {
    @TempDir
    Path folder;

    /** Weighs by a rule, remembers what it was asked, and dies after so many samples. */
    private static final class Weigher implements LogLikelihoodModel {
        final List<Pair> asked = new ArrayList<>();
        private final java.util.function.ToDoubleFunction<Pair> rule;
        private final int diesAfter;

        Weigher(java.util.function.ToDoubleFunction<Pair> rule, int diesAfter) {
            this.rule = rule;
            this.diesAfter = diesAfter;
        }

        @Override
        public double[] logLikelihoods(List<Pair> pairs) {
            if (asked.size() >= diesAfter) {
                throw new IllegalStateException("died");
            }
            asked.addAll(pairs);
            return pairs.stream().mapToDouble(rule).toArray();
        }
    }

    private MmluTask small() throws IOException {
        Files.createDirectories(folder.resolve("mmlu/test"));
        Files.createDirectories(folder.resolve("mmlu/dev"));
        Files.writeString(folder.resolve("mmlu/test/high_school_art_test.csv"), """
            question,choice0,choice1,choice2,choice3,answer
            "Red, or
            blue?",red,blue,"green, mostly",none,0
            Who?,I,you,he,she,1
            What?,this,that,these,those,3
            """);
        Files.writeString(folder.resolve("mmlu/dev/high_school_art_dev.csv"), """
            question,choice0,choice1,choice2,choice3,answer
            When?,now,then,soon,never,2
            """);
        return MmluTask.byLikelihood(folder.resolve("mmlu"), 1);
    }

    @Test
    void likeliestLetterIsTheAnswer() throws IOException {
        Weigher model = new Weigher(pair -> pair.continuation().equals(" B") ? -1 : -2, Integer.MAX_VALUE);
        EvalResult result = evaluate(small(), model, "out");
        assertThat(result.score("likeliest").correct()).isEqualTo(1);
        assertThat(result.n()).isEqualTo(3);
        assertThat(model.asked.get(0).context())
                .endsWith("When?\nA. now\nB. then\nC. soon\nD. never\nAnswer: C\n\n"
                        + "Red, or\nblue?\nA. red\nB. blue\nC. green, mostly\nD. none\nAnswer:")
                .startsWith("Questions of high school art");
        assertThat(model.asked).hasSize(12);
        assertThat(EvalResult.read(folder.resolve("out"))).isEqualTo(result);
    }

    @Test
    void everySubjectHasAScoreAndBothAverages() throws IOException {
        MmluTask task = small();
        Files.writeString(folder.resolve("mmlu/test/anatomy_test.csv"), """
            question,choice0,choice1,choice2,choice3,answer
            Where?,here,there,nowhere,everywhere,1
            """);
        Files.copy(folder.resolve("mmlu/dev/high_school_art_dev.csv"), folder.resolve("mmlu/dev/anatomy_dev.csv"));
        Weigher model = new Weigher(pair -> pair.continuation().equals(" B") ? -1 : -2, Integer.MAX_VALUE);
        Breakdown breakdown = evaluate(task, model, "subjects").breakdowns().get("likeliest");
        assertThat(breakdown.by()).isEqualTo("subject");
        assertThat(breakdown.groups().keySet()).containsExactly("anatomy", "high_school_art");
        assertThat(breakdown.groups().get("anatomy").value()).isEqualTo(100);
        assertThat(breakdown.groups().get("high_school_art").correct()).isEqualTo(1);
        assertThat(breakdown.groups().get("high_school_art").n()).isEqualTo(3);
        assertThat(breakdown.micro().value()).isEqualTo(50);
        assertThat(breakdown.macro().value()).isCloseTo((100 + 100 / 3.0) / 2, within(1e-9));
        assertThat(EvalResult.read(folder.resolve("subjects")).breakdowns()).containsEntry("likeliest", breakdown);
    }

    @Test
    void resumedRunWeighsOnlyWhatIsMissingAndEndsWithTheSameBytes() throws IOException {
        MmluTask task = small();
        Weigher whole = new Weigher(pair -> -pair.continuation().hashCode(), Integer.MAX_VALUE);
        evaluate(task, whole, "whole");
        Weigher dying = new Weigher(pair -> -pair.continuation().hashCode(), 8);
        assertThatThrownBy(() -> evaluate(task, dying, "resumed")).hasMessage("died");
        Weigher second = new Weigher(pair -> -pair.continuation().hashCode(), Integer.MAX_VALUE);
        evaluate(task, second, "resumed");
        assertThat(second.asked).hasSize(4);
        for (String name : List.of("predictions.jsonl", "scored.jsonl", "result.json")) {
            assertThat(folder.resolve("resumed").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
    }

    @Test
    void publicFilesAreReadWhole() {
        Path mmlu = SharedData.path("mmlu");
        List<Sample> samples = samples(MmluTask.byLikelihood(mmlu, 5));
        assertThat(samples).hasSize(14042);
        assertThat(samples).allSatisfy(sample -> assertThat(sample.choices()).hasSize(4));
        Sample anatomy = samples.stream()
                .filter(sample -> sample.id().equals("anatomy/2"))
                .findFirst()
                .orElseThrow();
        assertThat(anatomy.reference()).isEqualTo("A");
        assertThat(anatomy.question().split("\nAnswer:", -1)).hasSize(7);
        assertThat(samples(MmluTask.withReasons(mmlu)).get(0).choices()).isEmpty();

        List<Sample> bbh = samples(BbhTask.byLikelihood(SharedData.path("bbh")));
        assertThat(bbh)
                .extracting(Sample::category)
                .containsOnly("boolean_expressions", "causal_judgement", "date_understanding", "navigate");
        assertThat(bbh).hasSize(250 + 187 + 250 + 250);
        Sample navigate = bbh.get(bbh.size() - 1);
        assertThat(navigate.choices()).containsExactly("Yes", "No");
        assertThat(navigate.question())
                .doesNotContain("step by step")
                .contains("\nA: No\n\nQ:")
                .endsWith("\nA:");
        assertThat(bbh.get(0).choices()).containsExactly("False", "True");
    }

    @Test
    void rowsThatCannotBeUsedAreNamed() throws IOException {
        MmluTask task = small();
        Path test = folder.resolve("mmlu/test/high_school_art_test.csv");
        Files.writeString(test, "question,choice0,choice1,choice2,choice3,answer\nWho?,I,you,he,she,B\n");
        assertThatThrownBy(() -> samples(task))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("high_school_art_test.csv:2: answer (B); expected 0, 1, 2 or 3");
        Files.writeString(test, "question,choice0,answer\nWho?,I,1\n");
        assertThatThrownBy(() -> samples(task)).hasMessageContaining("there is no \"choice1\"");
        assertThatThrownBy(() -> samples(MmluTask.byLikelihood(folder.resolve("none"), 0)))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> MmluTask.byLikelihood(folder, 6)).hasMessageContaining("shots (6)");
    }

    private EvalResult evaluate(EvalTask task, LogLikelihoodModel model, String out) {
        EvalConfig config = EvalConfig.of("mmlu", SamplingSettings.greedy(1));
        return ChoiceEvaluator.evaluate(task, model, "toy", config, folder.resolve(out), Progress.SILENT);
    }

    private static List<Sample> samples(EvalTask task) {
        try (Stream<Sample> samples = task.samples()) {
            return samples.toList();
        }
    }
}
