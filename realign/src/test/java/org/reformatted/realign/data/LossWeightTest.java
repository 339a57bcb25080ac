package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class LossWeightTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weight | 0.5 | 0.5",
                "weight | '\"2\"' | 2",
                "train | true | 1",
                "loss | false | 0",
                "weight | true | 1",
                "train | 1 | 1",
            })
    void values(String name, String json, double weight) throws IOException {
        assertThat(LossWeight.read("p", name, Json.MAPPER.readTree(json))).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weight | -1",
                "weight | '\"x\"'",
                "train | 0.5",
                "weight | [1]",
                "weight | 1e999",
            })
    void whatIsNoWeight(String name, String json) {
        assertThatThrownBy(() -> LossWeight.read("p", name, Json.MAPPER.readTree(json)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the field " + name);
    }

    @Test
    void nothingIsNoWeight() throws IOException {
        assertThat(LossWeight.read("p", "weight", Json.MAPPER.readTree("null"))).isNull();
    }
}
