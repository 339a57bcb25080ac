package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.eval.SharedData;
import org.reformatted.realign.base.JsonLines;

class MathAnswerTest {
    /** The 16 cases of the published {@code math_equivalence.py}'s own test. */
    @Test
    void hendrycksRulesGiveHisOwnVerdicts() {
        int cases = 0;
        for (JsonNode row : rows("math/hendrycks_is_equiv.jsonl")) {
            String gold = row.get("gold").asText();
            String pred = row.get("pred").asText();
            assertThat(HendrycksEquivalence.equal(gold, pred))
                    .as("%s and %s", gold, pred)
                    .isEqualTo(row.get("expected").asBoolean());
            cases++;
        }
        assertThat(cases).isEqualTo(16);
    }

    /**
     * Math-Verify's cases (github.com/huggingface/Math-Verify, half of its tests). Missed, and why:
     * <ul>
     *   <li>latex_notation[6] wants an inline formula over three lines unread; we read it.
     *   <li>test_boxed[0] wants a box that stands before another one, with text between.
     *   <li>strict_variable_comparison[1] wants f(x) and f(y) to be equal.
     *   <li>yujianll[9] wants 1 - 1/e and 1 + 1/e to be equal.
     * </ul>
     */
    @Test
    void semanticRulesMissOnlyTheListedCasesOfMathVerify() {
        Set<String> missed = new TreeSet<>();
        for (JsonNode row : rows("math/math_verify_half.jsonl")) {
            String gold = row.get("gold").asText();
            boolean expected = row.path("expected").asInt(row.path("result").asInt()) == 1;
            Verdict verdict = policy("semantic")
                    .judge(row.get("pred").asText(), MathAnswer.extract(gold).orElse(gold));
            if ((verdict.score() == 1) != expected) {
                missed.add(row.get("id").asText());
            }
        }
        assertThat(missed)
                .containsExactly(
                        "test_all/test_latex_notation[6]",
                        "test_boxed/test_boxed[0]",
                        "test_strict/test_strict_variable_comparison[1]",
                        "test_yujianll/test_string_extraction[9]");
    }

    /** github.com/ZubinGou/math-evaluation-harness's outputs of rho-math-1b on MATH-500: 15.8, a verdict a row. */
    @Test
    void reproducesEachOfRhoMathsPublishedVerdicts() {
        int right = 0;
        for (JsonNode row : rows("math/graded/rho-math-1b-v0.1_math500.jsonl")) {
            String output = row.get("code").get(0).asText();
            boolean expected = row.get("score").get(0).asBoolean();
            for (String reference : List.of("gt", "answer")) {
                Verdict verdict = policy("math-evaluation-harness")
                        .judge(output, row.get(reference).asText());
                assertThat(verdict.score() == 1).as("row %s", row.get("idx")).isEqualTo(expected);
            }
            right += expected ? 1 : 0;
        }
        assertThat(right).isEqualTo(79);
    }

    @Test
    void everyReferenceOfMath500CanBeReadAndEqualsItsOwnSolution() {
        for (JsonNode row : rows("math/MATH500_test.jsonl")) {
            String answer = row.get("answer").asText();
            assertThat(MathEquivalence.values(answer)).as(answer).isNotEmpty();
            assertThat(policy("semantic")
                            .judge(row.get("solution").asText(), answer)
                            .score())
                    .as(answer)
                    .isEqualTo(1);
        }
    }

    @Test
    void answersThatSayTheSameAreEqualBothWays() {
        List<String[]> pairs = pairs("math-equal.txt");
        for (String[] pair : pairs) {
            assertThat(MathEquivalence.equal(pair[0], pair[1]))
                    .as("%s and %s", pair[0], pair[1])
                    .isTrue();
            assertThat(MathEquivalence.equal(pair[1], pair[0]))
                    .as("%s and %s", pair[1], pair[0])
                    .isTrue();
            assertThat(MathEquivalence.equal(pair[0], pair[0])).as(pair[0]).isTrue();
        }
        assertThat(pairs).hasSizeGreaterThan(170);
    }

    @Test
    void findsTheAnswerOfWholeOutputs() {
        List<String[]> outputs = pairs("math-outputs.txt");
        for (String[] row : outputs) {
            Verdict verdict = policy("semantic").judge(row[0].replace("\\n\\n", "\n\n"), row[1]);
            assertThat(verdict.score()).as(row[0]).isEqualTo(Double.parseDouble(row[2]));
        }
        assertThat(outputs).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "What percent of the class is absent?; 50\\%; 50; 1",
                "What percent of the class is absent?; 50\\%; 0.5; 0",
                "What percent of the class is absent?; 0.5; 50\\%; 0",
                "What percent of the class is absent?; 50; 50\\%; 1",
                "How many are absent?; 50\\%; 50; 0",
                "How many are absent?; 50 percent; 50; 0",
                "What is the chance?; 50\\%; \\frac12; 1",
                "Prices rise by 20%. By which factor?; 120\\%; 1.2; 1",
                "Prices rise by 20%. By which factor?; 120\\%; 120; 1",
                "Find the interest rate.; 8\\%; 8; 1",
                "Give it as a percentage.; 33\\frac{1}{3}\\text{ percent}; 33\\frac13; 1",
                "Give it as a percentage.; 33\\frac{1}{3}\\%; \\frac13; 0",
                "Find the probability.; P = 20\\%; \\frac15; 1",
                "What is the probability?; \\approx 20\\%; 0.2; 1",
                "Find the tax rate.; r = 20\\%; \\frac15; 1",
            })
    void percentCountsAsTheQuestionAsks(String question, String answer, String reference, double score) {
        assertThat(policy("semantic")
                        .judge(question, "It is \\boxed{" + answer + "}.", reference)
                        .score())
                .isEqualTo(score);
    }

    /** An inequality of the question has the same solutions as the reference, and is no answer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Solve $2x+1<7$.; 2x + 1 < 7; x < 3; 0",
                "Solve $2x+1<7$.; 2x < 6; x < 3; 1",
                "Solve $2x+1<7$.; x < 3; x < 3; 1",
                "Solve $x^2-5x+6 \\leq 0$.; x^2 - 5x + 6 \\le 0; [2,3]; 0",
                "Solve $x^2-5x+6 \\leq 0$.; 2 \\le x \\le 3; [2,3]; 1",
                "Which of $x>x^2$ and $x<x^2$ has the smaller set?; x > x^2; x > x^2; 1",
                "For $x>3$, simplify $|x-3|$.; x > 3; x > 3; 1",
                "Given $x>3$. Where is $x$?; x > 3; (3,\\infty); 1",
                "Solve $x^2=4$.; x^2 = 4; \\pm 2; 0",
            })
    void inequalityOfTheQuestionIsNoAnswer(String question, String answer, String reference, double score) {
        assertThat(policy("semantic")
                        .judge(question, "It is \\boxed{" + answer + "}.", reference)
                        .score())
                .isEqualTo(score);
    }

    @Test
    void answersThatDifferAreNeverEqual() {
        List<String[]> pairs = pairs("math-unequal.txt");
        for (String[] pair : pairs) {
            assertThat(MathEquivalence.equal(pair[0], pair[1]))
                    .as("%s and %s", pair[0], pair[1])
                    .isFalse();
            assertThat(MathEquivalence.equal(pair[1], pair[0]))
                    .as("%s and %s", pair[1], pair[0])
                    .isFalse();
        }
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(pairs("math-equal.txt").size());
    }

    private static List<String[]> pairs(String name) {
        String text;
        try (java.io.InputStream file = MathAnswerTest.class.getResourceAsStream(name)) {
            text = new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("# "))
                .map(line -> line.split(" ;; ", -1))
                .toList();
    }

    /** Outputs of the forms found in the wild ({@code ../shared/cases/05-math}), with the verdict that is right. */
    @ParameterizedTest
    @ValueSource(strings = {"p.jsonl", "p2-ref.jsonl"})
    void casesFromPublicReportsGetTheRightVerdict(String name) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(SharedData.caseFile("05-math/" + name))) {
            rows.forEach(row -> {
                String want = row.node().path("want").asText("");
                double score = policy("semantic")
                        .judge(
                                row.node().get("output").asText(),
                                row.node().get("reference").asText())
                        .score();
                if (!want.isEmpty()) {
                    assertThat(score).as(row.node().toString()).isEqualTo(Double.parseDouble(want));
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "so \\boxed{\\frac{1}{\\sqrt{2}}}. | \\frac{1}{\\sqrt{2}}",
                "\\boxed{1} then \\boxed{2} | 2",
                "\\(\\boxed{1}\\) and \\(\\boxed{-2}\\) | 1,-2",
                "\\boxed{3} \\text{ or } \\boxed{4} | 3,4",
                "$x = \\boxed{3}$ and $y = \\boxed{4}$ | 3,4",
                "\\boxed{5}. Check: \\boxed{5} | 5",
                "\\boxed{\\{1,2\\}} | \\{1,2\\}",
                "\\boxed 2 | 2",
                "\\boxed {2} | 2",
                "\\fbox{2} | 2",
                "$\\boxed\\frac{1}{2}$ | \\frac{1}{2}",
                "It is $-\\boxed{256}$. | -256",
                "It is -\\boxed{x+1}. | -(x+1)",
                "$7 - \\boxed{4}$ | 4",
                "$\\boxed{4}$. We put it into \\boxed as asked. | 4",
                "\\boxed{5} then \\boxed{6 | 5",
                "\\boxed{200} and so on. Final Answer: The final answer is $10,455$. I hope it is correct. | 10,455",
                "\\boxed{7}. The final answer is in the box. | 7",
                "The answer is $5$. Not $6$? | 5",
                "The final answer is 3.5. I hope it is correct. | 3.5",
                "**Answer:** 12 | 12",
                "## Final Answer\\n\\n$81$ | 81",
                "The answer to the question is **Tuesday**. | Tuesday",
                "The answer is 12 apples. | 12",
                "The largest $n$ is 34. | 34",
                "The value of $x$ equals $\\frac{1}{2}$. | \\frac{1}{2}",
                "The minimum is $3$ when $x = 1$. | 3",
                "Therefore there are 12 such numbers. I hope it is correct. | 12",
                "We get $x=2$ and $y=3$. | x=2,y=3",
                "We get $5x=30$, $x=6$. | x=6",
                "We get $x=2$, hence that $x+1=3$. | x+1=3",
                "It costs \\$5 | 5",
                "So 3/4 of them are left. | 3/4",
                "<think>\\boxed{3}</think> It is $4$. | 4",
                "It is $4$.</s> It is $5$. | 4",
                "x^2+1 | x^2+1",
                "\\boxed{unclosed | none",
                "'' | none",
            })
    void extractsBoxThenAnswerIsThenFormulaThenBareLine(String output, String answer) {
        assertThat(MathAnswer.extract(output.replace("\\n", "\n")).orElse(null)).isEqualTo(answer);
    }

    @Test
    @Timeout(20)
    void hostileAnswersEndQuickly() {
        String deep = "(".repeat(5000) + "1" + ")".repeat(5000);
        assertThat(MathEquivalence.equal(deep, "2")).isFalse();
        assertThat(MathEquivalence.equal("9^{9^{9^9}}", "1")).isFalse();
        assertThat(MathEquivalence.equal("(a+b+c+d+e+f+g+h)^{150}", "1")).isFalse();
        assertThat(MathEquivalence.equal("999!!!!!", "1")).isFalse();
        assertThat(MathEquivalence.equal("9^9^9^9", "9^9^9")).isFalse();
        assertThat(MathEquivalence.equal("2^{2^{2^{2^{2^{2}}}}}", "0")).isFalse();
        assertThat(MathEquivalence.equal("e^{e^{e^{e^{e^{e}}}}}", "0")).isFalse();
        assertThat(MathEquivalence.equal("1" + "+\\sqrt{2}^{1/3}".repeat(120), "x"))
                .isFalse();
        assertThat(MathEquivalence.equal("\\sin".repeat(300) + "x", "x")).isFalse();
        assertThat(MathEquivalence.equal("\\frac{1}{1+".repeat(300) + "x" + "}".repeat(300), "x"))
                .isFalse();
        assertThat(MathEquivalence.equal("\\binom{1000000}{500000}", "1")).isFalse();
        assertThat(MathEquivalence.equal("1,".repeat(900) + "1", "2,".repeat(900) + "2"))
                .isFalse();
        assertThat(MathEquivalence.equal("(0,1)\\cup".repeat(200) + "(0,1)", "x>2"))
                .isFalse();
        assertThat(MathEquivalence.equal("\\pm".repeat(200) + "1", "2")).isFalse();
        assertThat(MathAnswer.extract("\\boxed{".repeat(20_000))).isEmpty();
        assertThat(MathAnswer.extract("$".repeat(50_001) + "x")).isEmpty();
        for (String part : List.of("answer is ", "The answer to ", "a. ", "\\boxed ", "1 ", "\\(", "x", "-", "word ")) {
            assertThat(MathAnswer.extract(part.repeat(20_000))).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // output | reference | math-evaluation-harness | hendrycks | semantic
                "so \\boxed{2.0} | 2 | 1 | 0 | 1",
                "so \\boxed{\\frac12} | thus \\boxed{\\frac{1}{2}} | 1 | 1 | 1",
                "\\boxed{1} and \\boxed{2} | 2 | 1 | 1 | 0",
                "I think that it could well be 5 or so | 5 | 1 | 1 | 1",
                "\\boxed{4}, not 5 | 5 | 0 | 0 | 0",
                "It is $4$, not 5 | 5 | 1 | 0 | 0",
                "It is \\(4\\), not 5 | 5 | 1 | 0 | 0",
                "It is \\[4\\], not 5 | 5 | 1 | 0 | 0",
                "a5 and 7 | 5 | 0 | 0 | 0",
                "dunno | 5 | 0 | 0 | 0",
            })
    void policiesDifferOnlyAsTheirRulesDo(
            String output, String reference, double published, double strict, double lenient) {
        assertThat(MathAnswer.policies())
                .extracting(policy -> policy.judge(output, reference).score())
                .containsExactly(published, strict, lenient);
    }

    @Test
    void referenceIsTheBoxOfASolutionOrTheBareAnswer() {
        assertThat(MathAnswer.reference("so \\boxed{5}.")).isEqualTo("5");
        assertThat(MathAnswer.reference("5")).isEqualTo("5");
        assertThat(MathAnswer.policies().get(2).judge("", "5").parsed()).isFalse();
        assertThat(MathAnswer.policies().get(2).judge("dunno", "5").extracted()).isEqualTo("dunno");
    }

    @Test
    void emptyReferenceEqualsNothing() {
        for (AnswerPolicy policy : MathAnswer.policies()) {
            assertThat(policy.judge("\\boxed{0}", "").score()).as(policy.name()).isZero();
            assertThat(policy.judge("\\boxed{}", "").score()).as(policy.name()).isZero();
        }
    }

    private static AnswerPolicy policy(String name) {
        return MathAnswer.policies().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> rows(String name) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(SharedData.path(name))) {
            return rows.map(JsonLines.Row::node).toList();
        }
    }
}
