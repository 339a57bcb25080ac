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

class MmluTaskTest {
    private static final String HEADER = "question,choice0,choice1,choice2,choice3,answer\n";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("dev"));
        Files.createDirectories(folder.resolve("test"));
        Files.writeString(
                folder.resolve("dev/high_school_biology_dev.csv"),
                HEADER + "Solved one?,w,x,y,z,3\n\" Solved two? \",w,x,y,z,0\n");
        Files.writeString(folder.resolve("test/high_school_biology_test.csv"), HEADER + "\"A, or not?\",1,2,3,4,1\n");
        Files.writeString(folder.resolve("test/anatomy_test.csv"), HEADER + "Where?,a,b,c,d,0\n");
    }

    private static List<Sample> samples(EvalTask task) {
        try (Stream<Sample> all = task.samples()) {
            return all.toList();
        }
    }

    @Test
    void lettersBehindTheQuestionWithSolvedOnesBefore() throws IOException {
        Files.writeString(folder.resolve("dev/anatomy_dev.csv"), HEADER + "Bone?,a,b,c,d,2\n");
        List<Sample> samples = samples(MmluTask.byLikelihood(folder, 1));
        assertThat(samples).extracting(Sample::id).containsExactly("anatomy/0", "high_school_biology/0");
        assertThat(samples.get(1).question())
                .isEqualTo("Questions of high school biology with four choices, each followed by the letter of the"
                        + " right one.\n\nSolved one?\nA. w\nB. x\nC. y\nD. z\nAnswer: D\n\nA, or not?\nA. 1\nB. 2\nC."
                        + " 3\nD. 4\nAnswer:");
        assertThat(samples.get(1).choices()).containsExactly("A", "B", "C", "D");
        assertThat(samples.get(1).reference()).isEqualTo("B");
        assertThat(samples.get(1).category()).isEqualTo("high_school_biology");
    }

    @Test
    void withReasonsAnAnswerIsWritten() {
        EvalTask task = MmluTask.withReasons(folder);
        assertThat(task.name()).isEqualTo("mmlu-cot");
        assertThat(task.weighsChoices()).isFalse();
        Sample sample = samples(task).get(0);
        assertThat(sample.choices()).isEmpty();
        assertThat(sample.question()).startsWith("Where?\nA. a\n").contains("\"The answer is\"");
        assertThat(sample.reference()).isEqualTo("A");
    }

    @Test
    void withoutExamplesNoFileOfThemIsNeeded() {
        assertThat(samples(MmluTask.byLikelihood(folder, 0))).hasSize(2);
    }

    @Test
    void moreExamplesThanThereAreAreRefused() {
        assertThatThrownBy(() -> MmluTask.byLikelihood(folder, 6))
                .hasMessage("shots (6) must lie in [0, 5], as dev has five rows per subject");
    }

    @Test
    void rowsThatCannotBeUsedAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("test/anatomy_test.csv"), HEADER + "Where?,a,b,c,d,D\n");
        assertThatThrownBy(() -> samples(MmluTask.withReasons(folder)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("answer (D); expected 0, 1, 2 or 3; fix this row");
        Files.writeString(file, "question,answer\nWhere?,1\n");
        assertThatThrownBy(() -> samples(MmluTask.withReasons(folder)))
                .hasMessageContaining("there is no \"choice0\"")
                .hasMessageContaining("anatomy_test.csv");
    }
}
