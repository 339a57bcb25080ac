package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.FinishReason;

class PredictionTest {
    private static Prediction prediction(String output) {
        return new Prediction("1", null, "P", output, FinishReason.STOP, false, List.of(), List.of(), "R", "abc");
    }

    @Test
    void aSealedRowIsSoundAndAChangedOneIsNot() {
        Prediction sealed = prediction("O").sealed();
        assertThat(sealed.request()).matches("abc-[0-9a-f]{16}");
        assertThat(sealed.asked()).isEqualTo("abc");
        assertThat(sealed.isSound()).isTrue();
        Prediction changed = new Prediction(
                "1", null, "P", "other", FinishReason.STOP, false, List.of(), List.of(), "R", sealed.request());
        assertThat(changed.isSound()).isFalse();
        assertThat(prediction("O").isSound())
                .as("without a hash of its content")
                .isFalse();
        assertThat(sealed.sealed()).isEqualTo(sealed);
    }

    @Test
    void aLaterTurnThatWasCutCutsTheAnswer() {
        Prediction one = prediction("O").with(new Prediction.LaterTurn("P2", "O2", FinishReason.STOP));
        assertThat(one.cutAtLimit()).isFalse();
        assertThat(one.with(new Prediction.LaterTurn("P3", "O3", FinishReason.LENGTH)))
                .satisfies(two -> assertThat(two.cutAtLimit()).isTrue())
                .satisfies(two -> assertThat(two.laterTurns()).hasSize(2));
    }

    @Test
    void emptyListsAreNotWrittenAndEmptyTextsAre() throws JsonProcessingException {
        String line = Json.line(prediction(""));
        assertThat(line).contains("\"output\":\"\"").doesNotContain("others").doesNotContain("category");
        assertThat(Json.MAPPER.readValue(line, Prediction.class)).isEqualTo(prediction(""));
    }
}
