package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;

class JudgedAnswerTest {
    @TempDir
    Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("a.jsonl"), String.join("\n", lines) + "\n");
    }

    /** FastChat's questions: reasoning is 101 to 110, math 111 to 120, coding 121 to 130. */
    @ParameterizedTest
    @CsvSource({"100, false", "101, true", "110, true", "120, true", "130, true", "131, false", "1101, false"})
    void questionsWithAReference(String id, boolean needs) {
        assertThat(new JudgedAnswer(id, "q", "a", Optional.empty(), Optional.empty(), Optional.empty())
                        .needsReference())
                .isEqualTo(needs);
    }

    @Test
    void answersWithTheirQuestions() throws IOException {
        JudgedAnswer answer = JudgedAnswer.read(file("{\"id\":\"1\",\"prompt\":\"P\",\"output\":\"O\",\"reference\":\""
                        + " \",\"laterTurns\":[{\"prompt\":\"P2\",\"output\":\"O2\"}]}"))
                .get("1");
        assertThat(answer)
                .isEqualTo(new JudgedAnswer("1", "P", "O", Optional.empty(), Optional.of("P2"), Optional.of("O2")));
    }

    @Test
    void questionsFromAnotherFile() throws IOException {
        Map<String, List<String>> questions =
                JudgedAnswer.questions(file("{\"question_id\":81,\"turns\":[\"first\",\"second\"]}"));
        assertThat(questions).containsExactly(Map.entry("81", List.of("first", "second")));
        JudgedAnswer answer = JudgedAnswer.read(
                        file("{\"question_id\":81,\"choices\":[{\"turns\":[\"one\",\"two\"]}]}"), questions)
                .get("81");
        assertThat(answer.question()).isEqualTo("first");
        assertThat(answer.secondQuestion()).hasValue("second");
        assertThat(answer.secondAnswer()).hasValue("two");
    }

    @Test
    void aSecondQuestionWithoutAnAnswerIsLeftOut() throws IOException {
        Map<String, List<String>> questions = Map.of("81", List.of("first", "second"));
        assertThat(JudgedAnswer.read(file("{\"question_id\":81,\"choices\":[{\"turns\":[\"one\"]}]}"), questions)
                        .get("81")
                        .secondQuestion())
                .isEmpty();
    }

    @Test
    void references() throws IOException {
        assertThat(JudgedAnswer.references(file("{\"question_id\":101,\"choices\":[{\"turns\":[\"r1\",\"r2\"]}]}")))
                .containsExactly(Map.entry("101", List.of("r1", "r2")));
        Path without = file("{\"question_id\":101}");
        assertThatThrownBy(() -> JudgedAnswer.references(without))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.jsonl:1: no \"question_id\" or no turns in \"choices\"");
    }

    @Test
    void rowsThatCannotBeJudgedAreNamed() throws IOException {
        Path nothingAsked = file("{\"id\":\"1\",\"output\":\"O\"}");
        assertThatThrownBy(() -> JudgedAnswer.read(nothingAsked))
                .hasMessageContaining("no question")
                .hasMessageContaining("give --questions FILE");
        Path failed = file("{\"custom_id\":\"x\",\"response\":{\"status_code\":500}}");
        assertThatThrownBy(() -> JudgedAnswer.read(failed))
                .hasMessageContaining("no answer, status 500; expected an answer; remove this row or answer it again");
    }
}
