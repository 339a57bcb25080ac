package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[A]] | FIRST",
                "[[B]] | SECOND",
                "[[C]] | TIE",
                "First [[A]], no: [[B]] | SECOND",
                "[[Assistant A]] | FIRST",
                "[[A=B]] | TIE",
                "[[A>>B]] | FIRST",
                "[[A<B]] | SECOND",
                "[[**B**]] | SECOND",
                "<think>[[A]]</think>[[B]] | SECOND",
                "I choose between [[A]], [[B]] and [[C]]: [[A]] | FIRST",
                "[[B wins]] | SECOND",
                "[[A]] and so on [[?]] | FIRST",
            })
    void readsTheLastVerdict(String reply, Preference preference) {
        assertThat(LetterText.read(reply)).isEqualTo(VerdictReading.of(preference));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It is A | no verdict in the asked form",
                "[[D]] | verdict is none of the choices",
                "<think>[[A]]</think> | no text outside the thinking",
                "[[A]](http://a) | no verdict in the asked form",
            })
    void whatIsNone(String reply, String cause) {
        assertThat(LetterText.read(reply).cause()).isEqualTo(cause);
    }

    @Test
    void aTieIsNoChoice() {
        assertThat(LetterText.chosen(LetterText.read("[[C]]")).cause()).isEqualTo(VerdictReading.TIE_NOT_ALLOWED);
        assertThat(LetterText.chosen(LetterText.read("[[A]]"))).isEqualTo(VerdictReading.of(Preference.FIRST));
    }
}
