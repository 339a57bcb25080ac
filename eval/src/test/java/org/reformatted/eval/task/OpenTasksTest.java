package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.AnsweredPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.SamplingSettings;

class OpenTasksTest {
    @TempDir
    Path folder;

    @Test
    void publicFilesAreReadWhole() {
        assertThat(samples(FileTask.bundled(
                        "alpaca-eval", SharedData.path("alpaca_eval/model_outputs/text_davinci_003.json"), Shots.NONE)))
                .hasSize(805);
        assertThat(samples(FileTask.bundled(
                        "factuality", SharedData.path("realign/nq/nq_factuality_100.json"), Shots.NONE)))
                .hasSize(100);
        assertThat(samples(MtBenchTask.vicunaBench(SharedData.path("vicuna_bench/question.jsonl"))))
                .hasSize(80);
        assertThat(samples(BbhTask.withReasons(SharedData.path("bbh")))).hasSize(1437);
        assertThat(samples(FileTask.bundled("auto-j", SharedData.path("autoj/testdata_critique.jsonl"), Shots.NONE)))
                .hasSize(232);
        List<Sample> mtBench = samples(MtBenchTask.mtBench(SharedData.path("mt_bench/question.jsonl")));
        assertThat(mtBench).hasSize(80);
        assertThat(mtBench.get(0).id()).isEqualTo("81");
        assertThat(mtBench.get(0).followUps()).hasSize(1);
    }

    /** As the classes that these files replaced read the rows; a row without a category has none now, where it had an empty one. */
    @Test
    void tasksOfBundledFilesAreWhatTheyWere() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), """
            [{"dataset": "helpful", "instruction": "Name {output}.", "output": "One", "generator": "g"},
             {"instruction": "Two?", "output": "2"}]
            """);
        FileTask alpaca = FileTask.bundled("alpaca-eval", file, Shots.NONE);
        assertThat(samples(alpaca))
                .extracting(sample ->
                        sample.id() + " " + sample.question() + " " + sample.reference() + " " + sample.category())
                .containsExactly("0 Name {output}. One helpful", "1 Two? 2 null");
        assertThat(alpaca.groupedBy()).isEmpty();
        assertThat(alpaca.version()).isEqualTo(1);
        assertThat(alpaca.defaultPolicy()).isEqualTo(AnsweredPolicy.NAME);
        Path queries = Files.writeString(folder.resolve("q.jsonl"), "{\"scenario\": \"s\", \"prompt\": \"P\"}\n");
        FileTask autoJ = FileTask.bundled("auto-j", queries, Shots.NONE);
        assertThat(samples(autoJ))
                .extracting(sample -> sample.id() + sample.question() + sample.reference() + sample.category())
                .containsExactly("0Ps");
        assertThat(autoJ.name() + autoJ.version()).isEqualTo("auto-j1");
    }

    @Test
    void mtBenchDrawsByCategory() throws IOException {
        Path file = Files.writeString(folder.resolve("q.jsonl"), """
            {"question_id": 1, "category": "writing", "turns": ["a", "b"]}
            {"question_id": 2, "category": "math", "turns": ["a", "b"]}
            {"question_id": 3, "category": "stem", "turns": ["a", "b"]}
            """);
        SamplingSettings configured = new SamplingSettings(0.9, 1, 0, 64, 1, List.of(), 5);
        MtBenchTask task = MtBenchTask.mtBench(file);
        assertThat(samples(task))
                .extracting(sample -> task.sampling(sample, configured).temperature())
                .containsExactly(0.7, 0.0, 0.1);
        assertThat(task.sampling(samples(task).get(0), configured).seed()).isEqualTo(5);
        MtBenchTask vicuna = MtBenchTask.vicunaBench(file);
        assertThat(vicuna.sampling(samples(vicuna).get(0), configured)).isEqualTo(configured);
    }

    @Test
    void rowsThatCannotBeUsedAreNamed() throws IOException {
        Path question = Files.writeString(folder.resolve("q.jsonl"), "{\"question_id\": 1}\n");
        assertThatThrownBy(() -> samples(MtBenchTask.mtBench(question)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("q.jsonl:1: no \"question_id\" or no \"turns\"");
        Path facts = Files.writeString(folder.resolve("f.json"), "[{\"items\": []}]");
        assertThatThrownBy(() -> samples(FileTask.bundled("factuality", facts, Shots.NONE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("f.json:1: there is no field \"question|instruction|turns.0|items.0.value\"");
        Path unanswered = Files.writeString(folder.resolve("u.jsonl"), "{\"answer\": \"the\", \"question\": \"?\"}");
        assertThatThrownBy(() -> samples(FileTask.bundled("factuality", unanswered, Shots.NONE)))
                .hasMessageContaining("u.jsonl:1: reference () must contain a right answer");
        Path unasked = Files.writeString(folder.resolve("a.jsonl"), "{\"answer\": \"Paris\"}");
        assertThatThrownBy(() -> samples(FileTask.bundled("factuality", unasked, Shots.NONE)))
                .hasMessageContaining("a.jsonl:1: there is no field \"question");
        assertThatThrownBy(() -> samples(FileTask.bundled("readability", unasked, Shots.NONE)))
                .hasMessageContaining("a.jsonl:1: there is no field \"question");
        Path instructions = Files.writeString(folder.resolve("i.json"), "[{\"dataset\": \"x\"}]");
        assertThatThrownBy(() -> samples(FileTask.bundled("alpaca-eval", instructions, Shots.NONE)))
                .hasMessageContaining("i.json")
                .hasMessageContaining("there is no field \"instruction\"");
    }

    @Test
    void factsComeFromAnyFileOfQuestionsAndAnswers() throws IOException {
        Path file = Files.writeString(folder.resolve("facts.jsonl"), """
            {"question": "Where is the tower?", "answer": "Paris"}
            {"id": "b", "question": "Who wrote it?", "answer": ["Bobby Scott", "Bob Russell"]}
            """);
        List<Sample> samples = samples(FileTask.bundled("factuality", file, Shots.NONE));
        assertThat(samples).extracting(Sample::id).containsExactly("0", "b");
        assertThat(samples).extracting(Sample::question).containsExactly("Where is the tower?", "Who wrote it?");
        assertThat(samples).extracting(Sample::reference).containsExactly("Paris", "Bobby Scott\nBob Russell");
        Path array = Files.writeString(folder.resolve("facts.json"), "[{\"question\": \"?\", \"answer\": \"!1\"}]");
        assertThat(samples(FileTask.bundled("factuality", array, Shots.NONE))).hasSize(1);
    }

    @Test
    void readabilityIsMeasuredAndNeverRightOrWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("q.jsonl"), "{\"instruction\": \"Tell me.\"}\n");
        FileTask task = FileTask.bundled("readability", file, Shots.NONE);
        assertThat(samples(task)).extracting(Sample::question).containsExactly("Tell me.");
        assertThat(task.policies()).extracting(AnswerPolicy::unit).doesNotContain("percent");
        assertThat(task.policies()).extracting(AnswerPolicy::name).contains(task.defaultPolicy());
        AnswerPolicy headings = policy(task, "headings");
        assertThat(headings.judge("# One\n\ntext\n\n## Two\n\ntext", "")).isEqualTo(new Verdict("2.00", 2));
        assertThat(headings.judge(" ", "").parsed()).isFalse();
        assertThat(policy(task, "flesch-reading-ease").judge("***", "").parsed())
                .isFalse();
        // 3 words, 1 sentence, 3 syllables: 206.835 - 1.015 * 3 - 84.6
        assertThat(policy(task, "flesch-reading-ease").judge("The cat sat.", "").score())
                .isCloseTo(119.19, within(1e-9));
    }

    private static AnswerPolicy policy(EvalTask task, String name) {
        return task.policies().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Sample> samples(EvalTask task) {
        try (Stream<Sample> samples = task.samples()) {
            return samples.toList();
        }
    }
}
