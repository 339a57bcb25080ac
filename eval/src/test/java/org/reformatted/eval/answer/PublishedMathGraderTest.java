package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules one by one; that they give a published model's 500 verdicts is shown in {@code MathAnswerTest}. */
class PublishedMathGraderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "The final answer is $5$. I hope it is correct.|5",
                "Final: the final answer is $5|$5",
                "The final answer is $ 7 $. I hope. Final answer is $8$. I hope|7",
                "\\boxed{1} and \\boxed{2}|2",
                "\\boxed{\\frac{1}{2}} then 7|\\frac{1}{2}",
                "$\\boxed 5$ is 6|5",
                "\\boxed{unclosed|unclosed",
                "The answer is 7.|7",
                "The answer is 6. The answer is 7/|7",
                "A final answer is 8 .|8 ",
                "It is 1,234 or 5.5 maybe|5.5",
                "1,234 it is|1234",
                "so = -3 at x|-3",
                "no number|none",
                "boxed{3} or 4|3",
                "he answer is 9|9",
                "final answer is 4|4",
            })
    void findsTheAnswerWhereThatProjectLooks(String output, String answer) {
        assertThat(PublishedMathGrader.extract(output).orElse(null)).isEqualTo(answer);
    }

    @Test
    void lineBreaksAndLeadingColonsGo() {
        assertThat(PublishedMathGrader.extract("The answer is:: 3\n   apples.")).hasValue(" 3apples");
        assertThat(PublishedMathGrader.extract("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 5 | true",
                "0.18 | 18 | true",
                "1800 | 18 | true",
                "18.001 | 18 | true",
                "18.01 | 18 | false",
                "17 | 18 | false",
                "3 | 3, 4 | true",
                "3, 4 | 3 | true",
                "4 | 3, 4 | false",
                "3,4 | 3,5 | false",
                "a | a,b | false",
                "x | '' | false",
                "5\\mbox{ cm} | 5 | true",
                "x+1 | 1+x | true",
                "x+1 | x+2 | false",
                "yes | YES | true",
                "(yes) | yes | true",
                "yes | no | false",
                ",3 | 3 | false",
            })
    void forgivesPercentRoundingAndBareLists(String found, String reference, boolean equal) {
        assertThat(PublishedMathGrader.equal(found, reference)).isEqualTo(equal);
    }
}
