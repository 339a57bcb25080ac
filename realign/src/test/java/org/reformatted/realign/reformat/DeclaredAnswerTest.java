package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredAnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It is 3 + 4 = 7.\\n#### 7 | It is 3 + 4 = 7. | 7",
                "3 + 4 = 7. The answer is 7. | 3 + 4 = 7. | 7",
                "Answer: 7. 3 + 4 = 7. | 3 + 4 = 7. | 7",
                "7, because 3 + 4 = 7 | because 3 + 4 = 7 | 7",
                "It rains. | It rains. | ",
                "9, because 3 + 4 = 7 | 9, because 3 + 4 = 7 | ",
            })
    void takesTheAnswerOut(String text, String rest, String answer) {
        DeclaredAnswer found = DeclaredAnswer.of(text.replace("\\n", "\n"));
        assertThat(found.rest()).isEqualTo(rest);
        assertThat(found.answer()).isEqualTo(Optional.ofNullable(answer));
        assertThat(found.conflict()).isFalse();
    }

    @Test
    void twoDifferentAnswersAreAConflict() {
        DeclaredAnswer found = DeclaredAnswer.of("The answer is 8.\nIt is so.\n#### 7");
        assertThat(found.conflict()).isTrue();
        assertThat(found.answer()).isEmpty();
        assertThat(DeclaredAnswer.of("#### 7\nno\n#### 8").conflict()).isTrue();
    }
}
