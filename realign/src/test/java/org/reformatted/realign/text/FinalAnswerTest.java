package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalAnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She has 5.\\n#### 1,234 | 1,234",
                "so $x = \\boxed{\\frac{1}{2}}$. | \\frac{1}{2}",
                "first \\boxed{3}, then \\boxed{4} | 4",
                "The answer is 72. | 72",
                "Answer: $18.50, because 3 and 4 | $18.50",
                "25, because 19 - 16 = 3 | 25",
                "She pays 3 + 4 = 7 dollars | 7",
                "She must answer 3 questions, 4 each, 12 in all | 12",
                "The answer is -.5 | -.5",
                "THE ANSWER IS 4, or so; the aNsWeR: 5 at last, of 6 | 5",
                "an answer, the answers, and an unanswered answer = 7 of 8 | 7",
                "The answer is $a + the answer is 3$ and 4 | $a + the answer is 3$",
                "#### 1\\n#### \\n#### 2 #### 3 | #### 2 #### 3",
                "19 - 16 = 3 | 3",
            })
    void findsTheAnswerWhereItIsMarked(String solution, String answer) {
        assertThat(FinalAnswer.find(solution.replace("\\n", "\n"))).contains(answer);
    }

    @Test
    void findsNothingWhereNothingIsStated() {
        assertThat(FinalAnswer.find("No numbers here")).isEmpty();
        assertThat(FinalAnswer.boxed("an open \\boxed{3")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'1,000', 1000", "$5, 5", "2.0, 2", "18., 18", "'\\frac12 ', '\\dfrac12'", "'(3,\\!4)', '(3,4)'"})
    void theSameAnswerWrittenDifferently(String one, String other) {
        assertThat(FinalAnswer.same(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "0.5, 5", "x, y", "'3,4', 34", "-3, 3"})
    void differentAnswers(String one, String other) {
        assertThat(FinalAnswer.same(one, other)).isFalse();
    }
}
