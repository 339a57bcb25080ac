package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "One. Two! Three? | One./Two!/Three?",
                "Mr. Hill came. He left. | Mr. Hill came./He left.",
                "It is 3.5 metres. Yes. | It is 3.5 metres./Yes.",
                "He said (No. Never.) and went. Bye. | He said (No. Never.) and went./Bye.",
                "e.g. this. That. | e.g. this./That.",
            })
    void sentences(String text, String parts) {
        assertThat(String.join("/", Steps.sentences(text))).isEqualTo(parts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "48 - 8 = 40, then 40 - 6 = 34. | 48 - 8 = 40/40 - 6 = 34.",
                "He ate, then he slept. | He ate, then he slept.",
                "3 + 4 = 7; 7 - 2 = 5 | 3 + 4 = 7/7 - 2 = 5",
                "a\\nb | a/b",
            })
    void clausesThatComputeAreSteps(String text, String parts) {
        assertThat(String.join("/", Steps.split(text.replace("\\n", "\n")))).isEqualTo(parts);
    }
}
