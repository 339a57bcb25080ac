package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the published {@code math_equivalence.py} by cases of our own; its own cases are in {@code MathAnswerTest}. */
class HendrycksEquivalenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "breaks",
            value = {
                "\\frac12 | \\frac{1}{2}",
                "\\tfrac12+\\dfrac34 | \\frac{1}{2}+\\frac{3}{4}",
                "\\frac1{72} | \\frac{1}{72}",
                "\\frac{1}2 | \\frac{1}2",
                "\\frac1 | \\frac1",
                "\\frac123 | \\frac{1}{2}3",
                "0.5 | \\frac{1}{2}",
                ".5 | \\frac{1}{2}",
                "{.5} | {0.5}",
                "1 .5 | 10.5",
                "x=5 | 5",
                "ab=5 | 5",
                "xyz=5 | xyz=5",
                "a=b=c | a=b=c",
                "\\sqrt3 | \\sqrt{3}",
                "2\\sqrt{3}+\\sqrt12 | 2\\sqrt{3}+\\sqrt{1}2",
                "2\\sqrt | breaks",
                "1/2 | \\frac{1}{2}",
                "-1/2 | \\frac{-1}{2}",
                "0/7 | \\frac{0}{7}",
                "01/2 | 01/2",
                "1/2/3 | 1/2/3",
                "a/b | a/b",
                "5\\text{ cm} | 5",
                "5\\text{ cm}\\text{ and more} | breaks",
                "\\text{cm} | \\text{cm}",
                "18\\% | 18",
                "\\$5 | 5",
                "90^\\circ | 90",
                "90^{\\circ} | 90",
                "\\left(1,2\\right) | (1,2)",
                "1\\!000 | 1000",
                "1 000 | 1000",
                "'' | ''",
                "\\% | ''",
            })
    void rulesRewrite(String answer, String rewritten) {
        assertThat(HendrycksEquivalence.rewritten(answer).orElse(null)).isEqualTo(rewritten);
    }

    @Test
    void lineBreaksGo() {
        assertThat(HendrycksEquivalence.rewritten("1\n2")).hasValue("12");
    }

    @Test
    void rewrittenTextsCompareLetterByLetter() {
        assertThat(HendrycksEquivalence.equal("\\frac12", "0.5")).isTrue();
        assertThat(HendrycksEquivalence.equal("2", "2.0")).isFalse();
        assertThat(HendrycksEquivalence.equal("1,000", "1000")).isFalse();
        assertThat(HendrycksEquivalence.equal("$5$", "5")).isFalse();
    }

    @Test
    void whereTheRulesBreakTheTextsCompareAsTheyAre() {
        assertThat(HendrycksEquivalence.equal("2\\sqrt", "2\\sqrt")).isTrue();
        assertThat(HendrycksEquivalence.equal("2\\sqrt", "2")).isFalse();
        assertThat(HendrycksEquivalence.equal("2", "2\\sqrt")).isFalse();
    }
}
