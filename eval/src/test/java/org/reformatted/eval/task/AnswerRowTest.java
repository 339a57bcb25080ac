package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class AnswerRowTest {
    @TempDir
    Path folder;

    private List<AnswerRow> read(String... lines) throws IOException {
        List<AnswerRow> rows = new ArrayList<>();
        AnswerRow.forEach(Files.writeString(folder.resolve("a.jsonl"), String.join("\n", lines) + "\n"), rows::add);
        return rows;
    }

    @Test
    void ourPredictions() throws IOException {
        AnswerRow row = read("""
            {"id":"7","prompt":"P","output":"O","reference":3,"category":"c","laterTurns":[{"prompt":"P2","output":"O2"}]}\
            """).get(0);
        assertThat(row.id()).isEqualTo("7");
        assertThat(row.question()).hasValue("P");
        assertThat(row.outputs()).containsExactly("O", "O2");
        assertThat(row.laterQuestions()).containsExactly("P2");
        assertThat(row.reference()).hasValue("3");
        assertThat(row.group()).isEqualTo("c");
    }

    @Test
    void rowsWithoutAnIdAreNumbered() throws IOException {
        assertThat(read("{\"output\":\"a\"}", "{\"output\":\"b\"}"))
                .extracting(AnswerRow::id)
                .containsExactly("0", "1");
    }

    /** The form of lm-evaluation-harness 0.4, {@code --log_samples}. */
    @Test
    void samplesOfTheHarnessOnceAnAnswer() throws IOException {
        List<AnswerRow> rows = read(
                "{\"doc_id\":0,\"doc\":{\"question\":\"Q\",\"subject\":\"s\"},\"target\":\"4\",\"resps\":[[\"it is"
                        + " 4\"]],\"filter\":\"strict\"}",
                "{\"doc_id\":0,\"doc\":{\"question\":\"Q\"},\"target\":\"4\",\"resps\":[[\"it is"
                        + " 4\"]],\"filter\":\"flexible\"}");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).outputs()).containsExactly("it is 4");
        assertThat(rows.get(0).reference()).hasValue("4");
        assertThat(rows.get(0).group()).isEqualTo("s");
    }

    @Test
    void linesOfABatch() throws IOException {
        List<AnswerRow> rows = read(
                "{\"custom_id\":\"x\",\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}},\"error\":null}",
                "{\"custom_id\":\"y\",\"response\":{\"status_code\":429},\"error\":null}");
        assertThat(rows.get(0).outputs()).containsExactly("hi");
        assertThat(rows.get(0).problem()).isEmpty();
        assertThat(rows.get(1).problem()).isEqualTo("no answer, status 429");
    }

    @Test
    void fastChatsModelAnswers() throws IOException {
        AnswerRow row = read("{\"question_id\":81,\"choices\":[{\"turns\":[\"one\",\"two\"]}]}")
                .get(0);
        assertThat(row.id()).isEqualTo("81");
        assertThat(row.outputs()).containsExactly("one", "two");
    }

    @Test
    void theSameIdTwiceIsRefused() {
        assertThatThrownBy(() -> read("{\"id\":\"a\",\"output\":\"1\"}", "{\"id\":\"a\",\"output\":\"2\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "a.jsonl:2: row 1 has the id a already; expected one row per id; remove one of the two");
    }

    @Test
    void whatHoldsNoAnswerIsRefused() {
        assertThatThrownBy(() -> read("{\"text\":\"x\"}")).hasMessageContaining("there is no field \"output\"");
        assertThatThrownBy(() -> read("{\"doc_id\":0,\"resps\":[[[-1.5,false]]]}"))
                .hasMessageContaining("no text in \"resps\"");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no rows; expected one prediction per line");
    }
}
