package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeakersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "human | USER",
                "GPT | ASSISTANT",
                "developer | SYSTEM",
                "observation | TOOL",
                "function_call | ASSISTANT",
                "narrator | ",
            })
    void names(String name, Role role) {
        assertThat(Speakers.find(name)).isEqualTo(Optional.ofNullable(role));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (Role role : Role.values()) {
            assertThat(Speakers.find(Speakers.from(role))).contains(role);
        }
    }
}
