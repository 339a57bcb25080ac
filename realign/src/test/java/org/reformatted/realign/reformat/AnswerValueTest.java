package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42 | 42 | ''",
                "1,234.5 | 1,234.5 | ''",
                "$5 | $5 | ''",
                "-3 | -3 | ''",
                "50% | 50% | ''",
                "12 cm | 12 | ' cm'",
                "3 1/2 | 3 1/2 | ''",
                "25 km/h | 25 | ' km/h'",
                "7 red balls | 7 | ' red balls'",
                ".5 | .5 | ''",
            })
    void numberAndUnit(String text, String number, String unit) {
        assertThat(AnswerValue.of(text)).contains(new AnswerValue(number, unit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "5 and 6", "3 times", "2 x 4", "12 of them or more", " 5", "1,23"})
    void whatIsNoValue(String text) {
        assertThat(AnswerValue.of(text)).isEmpty();
    }

    @Test
    void aUnitThatTheQuestionNamesIsLeftOut() {
        AnswerValue value = new AnswerValue("5", " balls left");
        assertThat(value.text("How many balls are there?")).isEqualTo("5");
        assertThat(value.text("How many pens are there?")).isEqualTo("5 balls left");
        assertThat(new AnswerValue("5", " cm").text("How many cm?")).isEqualTo("5 cm");
    }
}
