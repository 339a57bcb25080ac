package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class RowTextTest {
    private JsonLines.Row row;

    @BeforeEach
    void readRow() throws JsonProcessingException {
        row = new JsonLines.Row("rows.jsonl:7", Json.MAPPER.readTree("""
            {"name": "aNN", "age": 7, "none": null, "empty": "", "tags": ["a", "b"], "slot": "{name}",
             "deep": {"list": [{"text": "found"}]}}
            """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{name} is {age} ; aNN is 7",
                "{name:capitalize} ; Ann",
                "[{empty:capitalize}] ; []",
                "{tags:json} ; [\"a\",\"b\"]",
                "{deep.list.0.text} ; found",
                "{none|name} ; aNN",
                "{absent|age} ; 7",
                "{slot} ; {name}",
                "{Not a slot} {} {1} ; {Not a slot} {} {1}"
            })
    void slotsAreFilledOnce(String template, String text) {
        assertThat(RowText.filled(row, template)).isEqualTo(text);
    }

    @Test
    void aListIsALineEach() {
        assertThat(RowText.filled(row, "{tags}")).isEqualTo("a\nb");
    }

    @Test
    void aMissingFieldIsNamedWithItsRow() {
        assertThatThrownBy(() -> RowText.filled(row, "{nmae}"))
                .isInstanceOf(InputException.class)
                .hasMessage("rows.jsonl:7: there is no field \"nmae\"; expected a text, a number or a list of them; fix"
                        + " this row, or the slot in the task's file");
        assertThatThrownBy(() -> RowText.filled(row, "{deep}")).hasMessageContaining("\"deep\" is an object");
        assertThatThrownBy(() -> RowText.filled(row, "{deep.list.1.text}")).hasMessageContaining("deep.list.1.text");
    }

    @Test
    void optionalFields() {
        assertThat(RowText.optional(row, "none|absent")).isEmpty();
        assertThat(RowText.optional(row, "absent|name")).hasValue("aNN");
        assertThat(RowText.required(row, "deep.list").isArray()).isTrue();
    }
}
