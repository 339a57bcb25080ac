package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class FieldsTest {
    @Test
    void aMissingOrForeignFieldIsNamed() throws IOException {
        JsonNode row = Json.MAPPER.readTree("{\"a\": \"x\", \"n\": 3, \"l\": \"[1]\", \"e\": []}");
        assertThat(Fields.text("p", row, "a")).isEqualTo("x");
        assertThatThrownBy(() -> Fields.text("p", row, "b")).hasMessageContaining("the field b is missing");
        assertThatThrownBy(() -> Fields.text("p", row, "n")).hasMessageContaining("the field n contains 3");
        assertThat(Fields.array("p", row, "l")).hasSize(1);
        assertThatThrownBy(() -> Fields.array("p", row, "e")).hasMessageContaining("at least one entry");
        assertThat(Fields.hasAll(row, "a", "n")).isTrue();
        assertThat(Fields.hasAll(row, "a", "z")).isFalse();
    }

    @Test
    void picturesAreRefusedUnlessThereIsNone() throws IOException {
        Fields.refuseMedia("p", "image", Json.MAPPER.readTree("\"\""));
        Fields.refuseMedia("p", "text", Json.MAPPER.readTree("\"x\""));
        assertThatThrownBy(() -> Fields.refuseMedia("p", "image", Json.MAPPER.readTree("\"x\"")))
                .isInstanceOf(InputException.class);
    }
}
