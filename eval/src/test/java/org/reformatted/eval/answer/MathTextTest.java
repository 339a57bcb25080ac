package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\$12 | 12⟦dollar⟧",
                "$5$ | 5",
                "50\\% | 50⟦percent⟧",
                "90^\\circ | 90°",
                "30\\text{ degrees} | 30°",
                "12\\text{ cm} | 12 ⟦cm⟧",
                "\\text{(B)} | B",
                "1{,}234 | 1234",
                "1,\\!234 | 1234",
                "\\text{Tuesday} | ⟦tuesday⟧",
                "1 \\text{ and } 2 | 1  ,  2",
                "x = 3. | x = 3",
                "\\color{red}7 | 7",
                "The answer is 42 | 42",
                "{5 \\choose 2} | \\binom {5 }{ 2}"
            })
    void plain(String answer, String plain) {
        assertThat(MathText.plain(answer).replaceAll("\\s+", " ")).isEqualTo(plain.replaceAll("\\s+", " "));
    }

    @Test
    void commasHaveSeveralReadings() {
        assertThat(MathText.readings("1,234")).containsExactly("1234", "1,234");
        assertThat(MathText.readings("3,5")).containsExactly("3,5", "3.5");
        assertThat(MathText.readings("12")).containsExactly("12");
    }

    @Test
    void thousandsWithinBracketsStayApart() {
        assertThat(MathText.readings("(1,234)")).containsExactly("(1,234)");
    }

    @Test
    void wholeNumbersInWordsAreRead() {
        assertThat(MathText.readings("Seven")).contains("7");
        assertThat(MathText.readings("\\text{twelve}")).contains("12");
        assertThat(MathText.readings("thirteen")).doesNotContain("13");
    }

    @Test
    void unitsAreLeftOut() {
        assertThat(MathText.withoutUnits(MathText.plain("12\\text{ cm}^2")).strip())
                .isEqualTo("12");
        assertThat(MathText.withoutUnits("5 ⟦apples⟧")).isEqualTo("5 apples");
        assertThat(MathText.withoutUnits("90°")).isEqualTo("90");
    }

    @Test
    void digitsOfAnotherBaseAreOneWord() {
        assertThat(MathText.plain("\\text{1A}_{16}")).isEqualTo("⟦digits 1a of base 16⟧");
        assertThat(MathText.plain("12_5")).as("its digits are numbers").isEqualTo("12_5");
    }
}
