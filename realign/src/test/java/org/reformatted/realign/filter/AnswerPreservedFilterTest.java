package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class AnswerPreservedFilterTest {
    private final RewriteFilter filter = new AnswerPreservedFilter();

    @Test
    void revertsAnotherAnswer() {
        FilterVerdict verdict = filter.judge(math("3 + 4 = 7\n#### 7"), "Step 1: 3 + 4 = 8.\nThe answer is 8.");
        assertThat(verdict.keeps()).isFalse();
        assertThat(verdict.why()).isEqualTo("the original's answer is 7, the rewrite's is 8");
    }

    @Test
    void keepsTheSameAnswerWrittenAnotherWay() {
        assertThat(filter.judge(math("#### 1,000"), "The answer is $1000.00.").keeps())
                .isTrue();
    }

    @Test
    void theSourcesAnswerWinsOverTheResponse() {
        Conversation row = new Conversation(
                "a", Conversation.of("a", "q", "so 5").turns(), null, List.of(), Map.of("answer", "6"));
        assertThat(filter.judge(row, "The answer is 5.").keeps()).isFalse();
    }

    @Test
    void revertsWhereNothingCanBeCompared() {
        assertThat(filter.judge(math("nothing"), "The answer is 5.").why())
                .isEqualTo("the original has no final answer to compare with");
        assertThat(filter.judge(math("#### 5"), "nothing").why())
                .isEqualTo("the rewrite has no final answer; the original's is 5");
        assertThat(filter.judge(math("so 5"), "nothing").why())
                .isEqualTo("neither states one final answer; missing in the rewrite: 5");
    }

    /** original | rewrite: what the original does not declare, the rewrite must not state. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The surface area is 224 cm2. | The surface area is 224 cm2. The answer is 2.",
                "1. Buy 3 pens.\\n2. Use them. | Step 1: Buy 3 pens.\\nThe answer is 1.",
                "The roots are x = 1, x = 2 and x = 4. | The roots are x = 1, x = 2. The answer is 4.",
                "start = mid + 1\\nreturn -1 | Step 1: start = mid + 1.\\nThe answer is -1.",
                "Area: 28 cm2; Perimeter: 22 cm | The answer is 22.",
                "The answer is 3/4. | The answer is 3.",
                "The answer is 1,234.5. | The answer is 1.",
                "The answer is -3. | The answer is 3.",
                "It came 3rd in 2 races of 5. | The answer is 5.",
                "Alternatives: \\boxed{2} or \\boxed{3} | Alternatives: \\boxed{2} or \\boxed{3}\\nThe answer is 3.",
            })
    void revertsAnAnswerThatTheOriginalDoesNotDeclare(String original, String rewrite) {
        assertThat(filter.judge(math(original.replace("\\n", "\n")), rewrite.replace("\\n", "\n"))
                        .keeps())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The surface area is 224 cm2. | The answer is 224 cm2.",
                "25, because 19 + 6 = 25. | 19 + 6 = 25.\\nThe answer is 25.",
                "We get 3 + 4 = 7; 7 - 2 = 5 coins | Step 1: 3 + 4 = 7.\\nStep 2: 7 - 2 = 5 coins.\\nThe answer is 5.",
                "The answer is 50%. | So it is.\\nThe answer is 50%.",
                "The answer is x = 1 and x = 2. | The answer is x = 1 and x = 2.",
                "x = 1, x = 2 and x = 4 | Step 1: x = 1, x = 2 and x = 4.",
                "Alternatives: \\boxed{2} or \\boxed{3} | Step 1: Alternatives: \\boxed{2} or \\boxed{3}.",
            })
    void keepsAnAnswerThatTheOriginalDeclares(String original, String rewrite) {
        assertThat(filter.judge(math(original), rewrite.replace("\\n", "\n"))).matches(FilterVerdict::keeps);
    }

    @Test
    void otherCategoriesPass() {
        Conversation poem = Conversation.of("a", "q", "one 1").withCategory("poem_generation");
        assertThat(filter.judge(poem, "two 2").keeps()).isTrue();
    }

    private static Conversation math(String response) {
        return Conversation.of("a", "q", response).withCategory("math_puzzles");
    }
}
