package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class AnswerReaderTest {
    private static JsonLines.Row row(String json) throws JsonProcessingException {
        return new JsonLines.Row("f:1", Json.MAPPER.readTree(json));
    }

    private static JsonLines.Row filtered(String filter) throws JsonProcessingException {
        return row("{\"resps\":[[\"a\"]],\"filter\":\"" + filter + "\"}");
    }

    @Test
    void theFirstFilterIsReadAndOthersArePassedOver() throws JsonProcessingException {
        AnswerReader reader = new AnswerReader();
        assertThat(reader.read(filtered("strict"))).isPresent();
        assertThat(reader.read(filtered("flexible"))).isEmpty();
        assertThat(reader.read(filtered("strict")).map(AnswerRow::id)).hasValue("1");
        assertThat(reader.answers()).isEqualTo(2);
    }

    @Test
    void goesOnFromALaterRow() throws JsonProcessingException {
        AnswerReader reader = new AnswerReader(Optional.of("flexible"), 5);
        assertThat(reader.read(filtered("strict"))).isEmpty();
        assertThat(reader.read(filtered("flexible")).map(AnswerRow::id)).hasValue("5");
        assertThat(reader.answers()).isEqualTo(6);
    }

    @Test
    void aFieldNamedFilterAloneIsNoFilter() throws JsonProcessingException {
        assertThat(AnswerReader.filter(
                        row("{\"output\":\"a\",\"filter\":\"x\"}").node()))
                .isEmpty();
        assertThat(new AnswerReader().read(row("{\"output\":\"a\"}"))).isPresent();
    }
}
