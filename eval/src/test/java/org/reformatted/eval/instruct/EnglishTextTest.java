package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnglishTextTest {
    /** As a reader counts, near NLTK's punkt. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "One. Two! Three? | 3",
                "Mr. Smith came. He left. | 2",
                "e.g. this is one. | 1",
                "It costs 3.5 euros. So? | 2",
                "One | 1",
                "'' | 0",
                "Wait... what? | 1",
                "1. Buy milk. | 1",
                "He lives in the U.S. | 1",
                "Stop! now | 1",
            })
    void sentences(String text, int count) {
        assertThat(EnglishText.sentences(text)).isEqualTo(count);
    }

    /** Python's {@code len(re.findall(r"\w+", text))}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one two | 2",
                "don't | 2",
                "a-b c_d | 3",
                "'' | 0",
                "Größe 10 | 2",
            })
    void words(String text, int count) {
        assertThat(EnglishText.words(text)).isEqualTo(count);
    }

    @Test
    void tokensKeepHyphensAndPartContractions() {
        assertThat(EnglishText.tokens("state-of-the-art and 3.5")).containsExactly("state-of-the-art", "and", "3.5");
        assertThat(EnglishText.tokens("She's IN")).containsExactly("She", "s", "IN");
    }
}
