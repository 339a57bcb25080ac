package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatedAnswersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The answer is 5. | 5",
                "The answer is: 5 | 5",
                "Answer: 7; answer = 8 | '7, 8'",
                "The answer is 3.5 metres. | 3.5 metres",
                "The answer is 3, because 1 + 2. | 3",
                "x\\n#### 42 | 42",
                "so \\boxed{\\frac{1}{2}} | \\frac{1}{2}",
                "No answers here | ''",
                "The answer was 5. | ''",
                "\\boxed{1 | ''",
            })
    void statementsInTheirOrder(String text, String stated) {
        assertThat(String.join(", ", StatedAnswers.in(text.replace("\\n", "\n"))))
                .isEqualTo(stated);
    }

    @Test
    void boxesWinOverSentences() {
        assertThat(StatedAnswers.declared("The answer is 3. So \\boxed{4}")).containsExactly("4");
        assertThat(StatedAnswers.declared("The answer is 3.")).containsExactly("3");
    }
}
