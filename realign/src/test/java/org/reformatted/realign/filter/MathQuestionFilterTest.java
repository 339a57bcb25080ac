package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class MathQuestionFilterTest {
    private final RewriteFilter filter = new MathQuestionFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "math_puzzles | What is a set? | 3 | 3 | false",
                "math_puzzles | What is ٣ and ５? | 3 | 3 | true",
                "math_puzzles | What is ½ of Ⅳ? | 3 | 3 | false",
                "math_puzzles | What is 1+2? | 3 | 3 | true",
                "open_qa | What is a set? | 3 | 3 | true",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }
}
