package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchedWordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the answer | 0 | 4",
                "ANSWER | 0 | 0",
                "anwser | 0 | -1",
                "aNsWeR and answer | 1 | 11",
                "w answer | 0 | 2",
                "'' | 0 | -1",
            })
    void findsTheWordWithoutCase(String text, int from, int at) {
        assertThat(SearchedWord.ANSWER.find(text, from)).isEqualTo(at);
    }
}
