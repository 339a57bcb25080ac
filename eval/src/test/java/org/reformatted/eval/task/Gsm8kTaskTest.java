package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Role;

class Gsm8kTaskTest {
    @TempDir
    Path folder;

    @Test
    void readsTheWholePublicTestSet() {
        try (Stream<Sample> samples = FileTask.bundled("gsm8k", SharedData.path("gsm8k/test.jsonl"), Shots.NONE)
                .samples()) {
            List<Sample> all = samples.toList();
            assertThat(all).hasSize(1319);
            assertThat(all.get(1).question()).startsWith("A robe takes 2 bolts");
            assertThat(all.get(1318).id()).isEqualTo("1318");
        }
    }

    @Test
    void examplesStandBeforeTheQuestionAsTurns() throws IOException {
        Path test = Files.writeString(folder.resolve("test.jsonl"), row("How many?", "#### 3"));
        Path train = Files.writeString(
                folder.resolve("train.jsonl"), row("a", "#### 1") + row("b", "#### 2") + row("c", "#### 3"));
        Sample sample = only(FileTask.bundled("gsm8k", test, new Shots(2, Optional.of(train), 1)));
        assertThat(sample.turns()).hasSize(5);
        assertThat(sample.turns().get(1).role()).isEqualTo(Role.ASSISTANT);
        assertThat(sample.question()).isEqualTo("How many?");
        assertThat(only(FileTask.bundled("gsm8k", test, new Shots(2, Optional.of(train), 1))))
                .isEqualTo(sample);
        assertThatThrownBy(() -> FileTask.bundled("gsm8k", test, new Shots(4, Optional.of(train), 1)))
                .hasMessageContaining("3 rows; expected at least the 4 examples");
        assertThatThrownBy(() -> new Shots(1, Optional.empty(), 0)).hasMessageContaining("need shotsFrom");
    }

    @Test
    void rowsThatCannotBeUsedAreNamed() throws IOException {
        Path noAnswer = Files.writeString(folder.resolve("a.jsonl"), "{\"question\":\"?\"}\n");
        assertThatThrownBy(() -> only(FileTask.bundled("gsm8k", noAnswer, Shots.NONE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.jsonl:1: there is no field \"answer\"");
        Path noNumber = Files.writeString(folder.resolve("b.jsonl"), row("?", "#### some"));
        assertThatThrownBy(() -> only(FileTask.bundled("gsm8k", noNumber, Shots.NONE)))
                .hasMessageContaining("b.jsonl:1: reference (some) must be a number");
    }

    private static String row(String question, String answer) {
        return "{\"question\":\"" + question + "\",\"answer\":\"" + answer + "\"}\n";
    }

    private static Sample only(EvalTask task) {
        try (Stream<Sample> samples = task.samples()) {
            return samples.toList().get(0);
        }
    }
}
