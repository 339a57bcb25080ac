package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

class EdgeChecksTest {
    /** Python's {@code str.isupper} and {@code str.islower}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ABC 1! | true | false",
                "abc 1! | false | true",
                "Abc | false | false",
                "123 | false | false",
                "ÄÖ | true | false",
            })
    void cases(String text, boolean upper, boolean lower) {
        assertThat(EdgeChecks.isUpperCase(text)).isEqualTo(upper);
        assertThat(EdgeChecks.isLowerCase(text)).isEqualTo(lower);
    }

    @Test
    void edgesOfAText() throws IOException {
        assertThat(EdgeChecks.quoted(" \"a\" ", given("{}"))).isTrue();
        assertThat(EdgeChecks.quoted("\"", given("{}"))).isFalse();
        assertThat(EdgeChecks.endsWith("So it is.\"", given("{'end_phrase': ' IT is. '}")))
                .isTrue();
        assertThat(EdgeChecks.endsWith("So it is. Bye", given("{'end_phrase': 'it is.'}")))
                .isFalse();
        assertThat(EdgeChecks.repeatsPrompt("Say A. b", given("{'prompt_to_repeat': 'say a.'}")))
                .isTrue();
        assertThat(EdgeChecks.repeatsPrompt("b say a.", given("{'prompt_to_repeat': 'say a.'}")))
                .isFalse();
    }

    private static Arguments given(String json) throws IOException {
        return new Arguments("kind", Json.MAPPER.readTree(json.replace('\'', '"')));
    }
}
