package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerLastRuleTest {
    private final FormatRule answerLast = new AnswerLastRule();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "False, because whales breathe air.|Whales breathe air.\\nFalse.",
                "Yes. The sun is a star. It burns.|The sun is a star. It burns.\\nYes.",
                "The answer is B because iron rusts|Iron rusts.\\nThe answer is B.",
                "Answer: the heart. Explanation: It pumps blood.|It pumps blood.\\nThe answer is the heart.",
            })
    void anAnswerInWordsMovesBehindItsReasons(String original, String expected) {
        assertThat(answerLast.apply("", original).text()).isEqualTo(expected.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes",
                "True.",
                "Yesterday it rained.",
                "No one knows, because it is dark.",
                "Yes, I am hungry.",
                "It is false."
            })
    void whatDoesNotBeginWithItsAnswerStaysAsItIs(String original) {
        assertThat(answerLast.apply("", original).changed()).isFalse();
    }
}
