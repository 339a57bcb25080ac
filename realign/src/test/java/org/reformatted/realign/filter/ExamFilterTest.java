package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class ExamFilterTest {
    private final RewriteFilter filter = new ExamFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exam_problem_solving_tutor | q | B | The answer is B | false",
                "exam_problem_solving_tutor | q | B, as x | The answer is B | true",
                "exam_problem_solving_tutor | q | 😀😀😀😀😀 | The answer is it | false",
                "exam_problem_solving_tutor | q | 😀😀😀😀😀😀 | The answer is it | true",
                "open_qa | q | B | The answer is B | true",
                "exam_problem_solving_tutor | q | B, as | The answer is B | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }
}
