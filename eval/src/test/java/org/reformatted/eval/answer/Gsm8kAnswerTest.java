package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

class Gsm8kAnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // output | strict-match | flexible-extract | realigned-ending | after-the-answer-is | last-number |
                // stated-answer
                "So 9 * 2 = 18.\\n#### 18 | 18 | 18 | none | none | 18 | 18",
                "She has 9 left.\\nThe answer is 72. | none | 72 | 72 | 72 | 72 | 72",
                "The answer is $1,200.50. | none | 1200.5 | 1200.5 | 1200.5 | 1200.5 | 1200.5",
                "The answer is: 5 apples, of 7. | none | 7 | none | 5 | 7 | 5",
                "the answer is 4. No, the answer is 6 | none | 6 | none | 6 | 6 | 6",
                "#### 3\\n#### 4 | 3 | 4 | none | none | 4 | 4",
                "#### -$38,000 | none | -38000 | none | none | -38000 | -38000",
                "10-4=6-1 | none | -1 | none | none | 1 | 1",
                "it fell by -1,234.5 degrees | none | -1234.5 | none | none | -1234.5 | -1234.5",
                "no idea | none | none | none | none | none | none",
                "it is 12... | none | none | none | none | 12 | 12",
                "#### 1,2,3 | 123 | 123 | none | none | 3 | 1",
                "The answer is 72.\\nThe answer is 73 dollars. | none | 73 | none | 73 | 73 | 73",
                "The answer is -7 | none | -7 | -7 | -7 | -7 | -7",
                "'' | none | none | none | none | none | none",
                "The answer is 21.\\nAnn buys 3 bags of 7. | none | 7 | none | 21 | 7 | 21",
                "\\boxed{12} is right, not 15 | none | 15 | none | none | 15 | 12",
                "The answer is 3/4. | none | 4 | none | 3 | 4 | none",
            })
    void extractorsDifferOnlyAsTheirRulesDo(
            String output,
            String strict,
            String flexible,
            String realigned,
            String answerIs,
            String lastNumber,
            String stated) {
        String text = output.replace("\\n", "\n");
        assertThat(extract(Gsm8kAnswer.STRICT_MATCH, text)).isEqualTo(strict);
        assertThat(extract(Gsm8kAnswer.FLEXIBLE_EXTRACT, text)).isEqualTo(flexible);
        assertThat(extract(Gsm8kAnswer.REALIGNED_ENDING, text)).isEqualTo(realigned);
        assertThat(extract(Gsm8kAnswer.AFTER_THE_ANSWER_IS, text)).isEqualTo(answerIs);
        assertThat(extract(Gsm8kAnswer.LAST_NUMBER, text)).isEqualTo(lastNumber);
        assertThat(extract(Gsm8kAnswer.STATED_ANSWER, text)).isEqualTo(stated);
    }

    private static String extract(String extractor, String output) {
        return Gsm8kAnswer.extract(extractor, output).map(DecimalText::write).orElse(null);
    }

    @Test
    void flexibleExtractKeepsTheSignOfLmEvaluationHarness() {
        // its pattern takes the hyphen of 6-1 as a sign: reproduced, not corrected
        assertThat(Gsm8kAnswer.extract(Gsm8kAnswer.FLEXIBLE_EXTRACT, "6-1")).hasValue(new BigDecimal("-1"));
    }

    /** {@code src/test/python/gsm8k_filters.py} wrote the verdicts; there {@code $18.00} is another answer than 18. */
    @Test
    void bothFiltersOfLmEvaluationHarnessGiveItsVerdicts() throws IOException {
        int compared = 0;
        try (InputStream file = Gsm8kAnswerTest.class.getResourceAsStream("gsm8k-filters.jsonl")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isBlank()) {
                    continue;
                }
                JsonNode row = Json.MAPPER.readTree(line);
                for (AnswerPolicy policy : Gsm8kAnswer.policies().subList(0, 2)) {
                    Verdict verdict = policy.judge(
                            row.get("output").asText(), row.get("reference").asText());
                    JsonNode theirs = row.get(policy.name());
                    boolean zeros = theirs.get("extracted").asText().matches("\\$?-?[0-9,]+\\.00");
                    assertThat(verdict.score() == 1)
                            .as(policy.name() + " of " + line)
                            .isEqualTo(zeros || theirs.get("correct").asBoolean());
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(360);
    }

    @ParameterizedTest
    @CsvSource({"18,18", "'18.0',18", "'$18.00',18", "'1,000',1000", "'-3.',-3", "'.5',0.5", "'+7',7", "0.10,0.1"})
    void numbersCompareAsNumbers(String text, String number) {
        assertThat(DecimalText.parse(text).orElseThrow()).isEqualByComparingTo(number);
        assertThat(DecimalText.write(DecimalText.parse(text).orElseThrow())).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"''", "'.'", "'$'", "1e5", "1.2.3", "twelve", "--3", "'-'"})
    void whatIsNoNumberGivesNothing(String text) {
        assertThat(DecimalText.parse(text)).isEmpty();
    }

    @Test
    void readsTheLongestNumberThatIsAllowedAndNoLonger() {
        assertThat(DecimalText.parse("9".repeat(400))).isPresent();
        assertThat(DecimalText.parse("9".repeat(401))).isEmpty();
    }

    @Test
    void referenceIsSolutionOrBareNumber() {
        assertThat(Gsm8kAnswer.reference("2/2=<<2/2=1>>1\n#### 1,080")).isEqualByComparingTo("1080");
        assertThat(Gsm8kAnswer.reference(" 72 ")).isEqualByComparingTo("72");
        assertThatThrownBy(() -> Gsm8kAnswer.reference("#### many"))
                .hasMessage("reference (many) must be a number, or a solution that ends in \"#### \" and a number");
        assertThatThrownBy(() -> Gsm8kAnswer.reference("x".repeat(100)))
                .hasMessageStartingWith("reference (" + "x".repeat(57) + "...)");
    }

    @Test
    void unknownExtractorIsRefusedByName() {
        assertThatThrownBy(() -> Gsm8kAnswer.extract("best", "1"))
                .hasMessageContaining("extractor (best) must be one of strict-match, flexible-extract");
    }

    @Test
    void unparsedIsNotWrong() {
        AnswerPolicy strict = Gsm8kAnswer.policies().get(0);
        assertThat(strict.name()).isEqualTo("strict-match");
        assertThat(strict.judge("18", "18")).isEqualTo(Verdict.UNPARSED);
        assertThat(strict.judge("#### 19", "18")).isEqualTo(new Verdict("19", 0));
        assertThat(strict.judge("#### 18.0", "18")).isEqualTo(new Verdict("18", 1));
        assertThat(Verdict.UNPARSED.parsed()).isFalse();
        assertThat(new Verdict("19", 0).parsed()).isTrue();
        assertThat(Verdict.of(Optional.of("a"), "a"::equals)).isEqualTo(new Verdict("a", 1));
        assertThat(Verdict.of(Optional.empty(), "a"::equals)).isEqualTo(Verdict.UNPARSED);
        assertThatThrownBy(() -> new Verdict("1", Double.NaN)).hasMessage("score (NaN) must be a finite number");
        assertThatThrownBy(() -> new PolicyTally(List.of(new AnswerPolicy("x", (o, r) -> new Verdict(o, 1.5))))
                        .add("", "a", "b"))
                .hasMessage("share (1.5) must lie in [0, 1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The answer is \u22125. | -5",
                "The answer is \u22121,200.50 dollars. | -1200.50",
                "The answer is 1 000. | 1000",
                "The answer is 12 345 678. | 12345678",
                "The answer is 1\u066c000. | 1000",
                "The answer is 1\u202f000. | 1000",
                "The answer is \uff11\uff18. | 18",
                "The answer is 5 12 3. | 5",
                "It takes 3-18 days. | 18",
                "It takes 3 to -18. | -18",
                "It cost 2-$1,800.50. | 1800.50",
            })
    void statedAnswersAreReadWhateverTheirSignsAndSeparators(String output, String number) {
        assertThat(Gsm8kAnswer.extract(Gsm8kAnswer.STATED_ANSWER, output))
                .hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(number));
        assertThat(Gsm8kAnswer.extract(Gsm8kAnswer.STRICT_MATCH, "#### \u22125"))
                .isEmpty();
    }
}
