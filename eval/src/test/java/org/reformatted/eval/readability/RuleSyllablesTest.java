package org.reformatted.eval.readability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSyllablesTest {
    /** CMUdict 0.7b's stressed vowels. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cat | 1",
                "water | 2",
                "make | 1",
                "apple | 2",
                "table | 2",
                "played | 1",
                "wanted | 2",
                "science | 2",
                "idea | 3",
                "video | 3",
                "education | 4",
                "beautiful | 3",
                "every | 2",
                "organism | 4",
                "didn't | 2",
                "rhythm | 2",
                "business | 2",
                "the | 1",
            })
    void syllables(String word, int count) {
        assertThat(new RuleSyllables().syllables(word)).isEqualTo(count);
    }
}
