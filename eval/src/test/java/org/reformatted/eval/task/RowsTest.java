package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class RowsTest {
    private static JsonLines.Row row(String json) {
        try {
            return new JsonLines.Row("f.jsonl:3", Json.MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"question\":\"Q\",\"instruction\":\"I\"} | Q",
                "{\"question\":null,\"instruction\":\"I\"} | I",
                "{\"turns\":[\"first\",\"second\"]} | first",
                "{\"items\":[{\"from\":\"human\",\"value\":\"V\"}]} | V"
            })
    void questions(String json, String question) {
        assertThat(Rows.question(row(json))).isEqualTo(question);
    }

    @Test
    void aRowWithoutAQuestionIsNamed() {
        assertThatThrownBy(() -> Rows.question(row("{\"turns\":[]}")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("f.jsonl:3: no question; expected ");
        assertThatThrownBy(() -> Rows.question(row("{\"question\":5}")))
                .hasMessageContaining("\"question\" is not a text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\",\"question_id\":4} | a",
                "{\"id\":null,\"question_id\":4} | 4",
                "{\"id\":\"\"} | 9",
                "{} | 9"
            })
    void ids(String json, String id) {
        assertThat(Rows.id(row(json), 9)).isEqualTo(id);
    }

    @Test
    void texts() {
        assertThat(Rows.text(row("{\"a\":\"x\"}"), "a")).isEqualTo("x");
        assertThat(Rows.textOrNumber(row("{\"a\":1.50}"), "a")).isEqualTo("1.5");
        assertThatThrownBy(() -> Rows.text(row("{\"b\":\"x\"}"), "a"))
                .hasMessage("f.jsonl:3: there is no field \"a\"; expected \"a\" to contain text; fix this row or point"
                        + " the task at another file");
        assertThatThrownBy(() -> Rows.textOrNumber(row("{\"a\":true}"), "a"))
                .hasMessageContaining("\"a\" is not a text");
    }
}
