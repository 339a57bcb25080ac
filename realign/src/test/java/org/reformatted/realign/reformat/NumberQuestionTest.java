package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberQuestionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How many pens are left? | true",
                "How old is she? | true",
                "How many pens and how many cups? | false",
                "What is 3 + 4? | true",
                "Calculate the sum | true",
                "Find the roots of it | false",
                "What is an equation? | false",
                "Write a program | false",
                "Who wrote it? | false",
                "What's 5 x 6? | true",
            })
    void isAsked(String question, boolean asked) {
        assertThat(NumberQuestion.isAsked(question)).isEqualTo(asked);
    }
}
