package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;

class LengthChecksTest {
    @Test
    void wordsSentencesAndCapitals() throws IOException {
        assertThat(LengthChecks.words("one two three", given("{'relation': 'at least', 'num_words': 3}")))
                .isTrue();
        assertThat(LengthChecks.words("one two three", given("{'relation': 'less than', 'num_words': 3}")))
                .isFalse();
        assertThat(LengthChecks.sentences("One. Two.", given("{'relation': 'at least', 'num_sentences': 2}")))
                .isTrue();
        assertThat(LengthChecks.capitalWords(
                        "GO HOME now", given("{'capital_relation': 'less than', 'capital_frequency': 3}")))
                .isTrue();
        assertThat(LengthChecks.capitalWords(
                        "GO HOME NOW", given("{'capital_relation': 'less than', 'capital_frequency': 3}")))
                .isFalse();
    }

    @Test
    void paragraphsAreBetweenDividers() throws IOException {
        assertThat(LengthChecks.paragraphs("a\n***\nb", given("{'num_paragraphs': 2}")))
                .isTrue();
        assertThat(LengthChecks.paragraphs("a\n\nb", given("{'num_paragraphs': 2}")))
                .isFalse();
        assertThat(LengthChecks.paragraphs("a *** *** b", given("{'num_paragraphs': 2}")))
                .isFalse();
    }

    @Test
    void theFirstWordOfAParagraph() throws IOException {
        String text = "One is.\n\n\"Two, is.";
        assertThat(LengthChecks.firstWord(
                        text, given("{'num_paragraphs': 2, 'nth_paragraph': 2, 'first_word': 'TWO'}")))
                .isTrue();
        assertThat(LengthChecks.firstWord(
                        text, given("{'num_paragraphs': 2, 'nth_paragraph': 1, 'first_word': 'two'}")))
                .isFalse();
        assertThat(LengthChecks.firstWord(
                        text, given("{'num_paragraphs': 3, 'nth_paragraph': 2, 'first_word': 'two'}")))
                .isFalse();
    }

    private static Arguments given(String json) throws IOException {
        return new Arguments("kind", Json.MAPPER.readTree(json.replace('\'', '"')));
    }
}
