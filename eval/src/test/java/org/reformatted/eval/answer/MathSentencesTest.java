package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathSentencesTest {
    private static List<String> texts(String output) {
        return MathSentences.of(output).stream()
                .map(MathSentences.Sentence::text)
                .filter(text -> !text.isBlank())
                .map(String::strip)
                .toList();
    }

    @Test
    void sentencesEndAtFullStopsAndLinesButNotWithinFormulas() {
        assertThat(texts("One is $1.5. 2$ long. Two!\nThree")).containsExactly("One is $1.5. 2$ long", "Two", "Three");
        assertThat(texts("It is 3.5 m. Done")).containsExactly("It is 3.5 m", "Done");
        assertThat(texts("So $$x = 2.$$ Then we stop.")).containsExactly("So $$x = 2.$$", "Then we stop");
        assertThat(MathSentences.of(""))
                .allSatisfy(one -> assertThat(one.text()).isEmpty());
    }

    @Test
    void formulasKeepTheirPlaces() {
        MathSentences.Sentence sentence =
                MathSentences.of("If \\(a=1\\), then $b = 2.$").get(0);
        assertThat(sentence.formulas()).extracting(MathSentences.Formula::text).containsExactly("a=1", "b = 2");
        assertThat(sentence.formulas().get(0).start()).isEqualTo(3);
        assertThat(sentence.formulas().get(0).end()).isEqualTo(10);
    }

    @Test
    void aDollarSignThatIsNeverClosedOpensNothing() {
        assertThat(MathSentences.of("It costs $5 in all").get(0).formulas()).isEmpty();
        assertThat(MathSentences.answer(MathSentences.of("It costs $5 in all").get(0)))
                .hasValue("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "So the sum is $x + y$, which is $12$ | 12",
                "The answer is $7$ when $n = 3$ | 7",
                "So $x = 1$ and $x = 2$ | x = 1,x = 2",
                "We have $5x = 30$ and $x = 6$ | x = 6",
                "Here $f(x) = 2x$ and $f(3) = 6$ | f(3) = 6",
                "The value of $x$ is 4 | 4",
                "The value is $x$ | x",
                "He has 12 apples and 3 pears | 3"
            })
    void whatASentenceStates(String sentence, String answer) {
        assertThat(MathSentences.answer(MathSentences.of(sentence).get(0))).hasValue(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from 3 to -4 | -4",
                "in 1,234 days | 1,234",
                "3/4 of it | 3/4",
                "about .5 | .5",
                "x2 and y3 | ",
                "no number | "
            })
    void theLastNumber(String text, String number) {
        assertThat(MathSentences.lastNumber(text)).isEqualTo(java.util.Optional.ofNullable(number));
    }
}
