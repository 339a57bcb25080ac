package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | The quick brown fox jumps over the lazy dog, and nobody is surprised.",
                "de | Der schnelle braune Fuchs springt über den faulen Hund, und niemand wundert sich.",
                "fr | Le renard brun saute par-dessus le chien paresseux et personne ne s'étonne.",
                "ru | Быстрая коричневая лиса прыгает через ленивую собаку.",
                "hi | तेज भूरी लोमड़ी आलसी कुत्ते के ऊपर कूदती है।"
            })
    void languagesOfSentences(String language, String sentence) {
        assertThat(Languages.isIn(sentence, language)).isTrue();
        assertThat(Languages.isIn(sentence, language.equals("en") ? "de" : "en"))
                .isFalse();
    }

    @Test
    void caseDoesNotCount() {
        assertThat(Languages.isIn("THIS IS A SENTENCE THAT IS WRITTEN IN CAPITAL LETTERS.", "EN"))
                .isTrue();
    }

    @Test
    void aTextInNoLanguagePasses() {
        assertThat(Languages.isIn("1234 5678", "de")).isTrue();
        assertThat(Languages.isIn("", "de")).isTrue();
    }

    @Test
    void anUnknownLanguageIsRefused() {
        assertThatThrownBy(() -> Languages.isIn("text", "klingon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("language (klingon) must be one of af, an, ar, ");
    }
}
