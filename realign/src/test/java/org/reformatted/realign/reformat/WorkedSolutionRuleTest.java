package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.Shared;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.text.FinalAnswer;

class WorkedSolutionRuleTest {
    private static final String QUESTION = "How many apples does she have?";

    private final FormatRule rule = new WorkedSolutionRule();

    @Test
    void calculatorNotesGoAndAllElseInAnglesStays() {
        assertThat(WorkedSolution.withoutNotes("1+1=<<1+1=2>>2 <b> << 3 <<4>> >> <<<5>> <<6\n>>"))
                .isEqualTo("1+1=2 <b> << 3  >> < <<6\n>>");
    }

    @Test
    void gsm8kLosesItsNotesAndEndsInOneSentence() {
        assertThat(rewrite("Natalia sold 48/2 = <<48/2=24>>24 clips in May.\n"
                        + "Natalia sold 48+24 = <<48+24=72>>72 clips altogether\n#### 72"))
                .isEqualTo("""
                    Step 1: Natalia sold 48/2 = 24 clips in May.
                    Step 2: Natalia sold 48+24 = 72 clips altogether.
                    The answer is 72.\
                    """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "15, because 19 - 16 = 3, and 3 x 5 = 15.",
                "15 dollars because 19 - 16 = 3 and then 3 x 5 = 15",
                "Answer: 15. Reasoning: 19 - 16 = 3. 3 x 5 = 15.",
                "The answer is 15 because 19 - 16 = 3; 3 x 5 = 15.",
                "The answer is 15 since 19 - 16 = 3, so 3 x 5 = 15.",
                "15. 19 - 16 = 3, then 3 x 5 = 15.",
                "$15. 19 - 16 = 3. Then 3 x 5 = 15.",
                "19 - 16 = 3; then 3 x 5 = 15. So the answer is 15.",
                "1. 19 - 16 = 3\n2. 3 x 5 = 15\nAnswer: 15",
                "Step 1: 19 - 16 = 3\n- 3 x 5 = 15",
            })
    void theReasoningComesFirstAndTheAnswerLast(String original) {
        assertThat(rewrite(original).replace("$", "").replace("15 dollars.", "15."))
                .isEqualTo("Step 1: 19 - 16 = 3.\nStep 2: 3 x 5 = 15.\nThe answer is 15.");
    }

    @Test
    void whatIsAlreadyInFormStaysAsItIs() {
        FormatRule.Outcome outcome =
                rule.apply(QUESTION, "Step 1: 19 - 16 = 3.\nStep 2: 3 x 5 = 15.\nThe answer is 15.");
        assertThat(outcome.changed()).isFalse();
        assertThat(outcome.why()).isEqualTo("the response already stands in this form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"72", "$72.", "The answer is 72.", "#### 72", "Answer: 72 apples"})
    void aBareAnswerCannotBeHelped(String original) {
        FormatRule.Outcome outcome = rule.apply(QUESTION, original);
        assertThat(outcome.changed()).isFalse();
        assertThat(outcome.why()).isEqualTo("the response gives an answer without any step");
    }

    @Test
    void anAnswerThatIsNowhereStatedIsNotInvented() {
        assertThat(rule.apply(QUESTION, "They all walk home. They sleep.").changed())
                .isFalse();
    }

    /** The question asks for a number; none of these declares one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "The surface area of the cuboid is 224 cm2.",
                "1. Automation helps to reduce errors.\n2. Devices allow 3 things.\n3. Tools speed it up.",
                "The roots are x = 1, x = 2, and x = 4.",
                "Area: 28 cm2; Perimeter: 22 cm",
                "x = 5, y = -1",
                "let start = 0\nlet end = arr.length - 1\nreturn -1",
                "def f(x):\n    return x * 2 = 4",
                "[13, 9, 5, 1]\n[14, 10, 6, 2]",
                "It is the 3rd of 2 + 3 = 5th places.",
                "She gets 3 + 4 = 7. He gets 2 + 3 = 5.",
                "She gets 3 + 4 = 7 or 2 + 7 = 9.",
                "17 / 5 = 3 remainder 2",
                "2 + 3 = 5, so she has some left.",
                "On 10/20/2020 it was 5 = 5.",
                "#### Introduction\nHe has 3.\n#### Results",
                "The answer is 3. Then 3 + 4 = 7. So the answer is 7.",
            })
    void noAnswerIsStatedThatTheResponseDoesNotDeclare(String original) {
        assertThat(rule.apply(QUESTION, original).text()).doesNotContain("The answer is");
    }

    /** answer | response: the answer is stated whole. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "224 cm2 | We have 2 x 112 = 224. Thus the answer is 224 cm2.",
                "x = 1, x = 2, and x = 4 | We factor 7 - 3 = 4. The answer is x = 1, x = 2, and x = 4.",
                "-3 | 4 - 7 = -3\\n#### -3",
                "1,234.50 | 1,000 + 234.50 = 1,234.50. The final answer is 1,234.50.",
                "3/4 | 1/2 + 1/4 = 3/4. So the answer is 3/4.",
                "50% | 5 / 10 = 0.5. The answer is 50%.",
                "12 km/h | 24 / 2 = 12. The answer is 12 km/h.",
                "$4.50 | Answer: $4.50. 9 / 2 = 4.50 dollars.",
                "2 1/2 | 5 / 2 = 2.5. The answer is 2 1/2.",
                "12 cm | It is 3 x 2 = 6 cm. Then 6 x 2 = 12 cm.",
                "7 | He has 3 + 2 = 5. She adds 5 + 2 = 7 apples.",
            })
    void aDeclaredAnswerIsStatedWhole(String answer, String original) {
        assertThat(rewrite(original.replace("\\n", "\n"))).endsWith("\nThe answer is " + answer + ".");
    }

    @Test
    void aComputationClosesTheAnswerToAQuestionForOneNumberAlone() {
        String text = "He has 3 + 2 = 5. She adds 5 + 2 = 7 apples.";
        for (String question : List.of(
                "Write an equation.",
                "How many apples has he and how many has she?",
                "Explain.",
                "List the numbers that sum to 7")) {
            assertThat(rule.apply(question, text).text()).doesNotContain("The answer is");
        }
    }

    @Test
    void decimalsAndAbbreviationsEndNoSentence() {
        assertThat(rewrite("Mr. Lee pays 2.5 + 1.5 = 4 dollars to Dr. No. He has 10 - 4 = 6 left. #### 6"))
                .isEqualTo("Step 1: Mr. Lee pays 2.5 + 1.5 = 4 dollars to Dr. No. He has 10 - 4 = 6 left.\n"
                        + "The answer is 6.");
        assertThat(rewrite("3 dogs bark. They eat 3 x 2 = 6 bones."))
                .isEqualTo("Step 1: 3 dogs bark.\nStep 2: They eat 3 x 2 = 6 bones.\nThe answer is 6 bones.");
    }

    @Test
    void variablesKeepTheirCase() {
        assertThat(rewrite("x = 3 + 4\nso y = 7 + 1\n#### 8"))
                .isEqualTo("Step 1: x = 3 + 4.\nStep 2: So y = 7 + 1.\nThe answer is 8.");
    }

    @Test
    void latexKeepsItsBoxedAnswerAndItsFormulasWhole() {
        assertThat(rewrite("We have $x = 3. Y$ here. Thus\n\\[2x. A = 6\\] and $x+3 = \\boxed{6}$."))
                .isEqualTo("Step 1: We have $x = 3. Y$ here.\nStep 2: Thus\n\\[2x. A = 6\\] and $x+3 = \\boxed{6}$.\n"
                        + "The answer is $\\boxed{6}$.");
    }

    @Test
    void rewritingTwiceChangesNothingMore() {
        String once = rewrite("Natalia sold 48/2 = <<48/2=24>>24 clips in May.\nIn all 72\n#### 72");
        assertThat(rule.apply(QUESTION, once).changed()).isFalse();
    }

    @Test
    void all7473SolutionsOfGsm8kKeepTheirAnswerAndLoseTheirNotes() {
        List<String> wrong = new ArrayList<>();
        try (Stream<Conversation> rows = DataFormats.read(Shared.data("gsm8k/train.jsonl"), Optional.empty())) {
            assertThat(rows.peek(row -> {
                                String rewrite = rule.apply(row.question(), row.response())
                                        .text();
                                String gold = row.provenance().get("answer");
                                boolean good = !rewrite.contains("<<")
                                        && !rewrite.contains("####")
                                        && rewrite.endsWith("\nThe answer is " + gold + ".")
                                        && words(row.response()).containsAll(words(withoutFrame(rewrite)));
                                if (!good) {
                                    wrong.add(row.id() + "\n" + row.response() + "\n->\n" + rewrite);
                                }
                            })
                            .count())
                    .isEqualTo(7473);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void mathSolutionsKeepTheirBoxedAnswerAndSeveralAreNotOne() {
        List<String> several = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (String name : List.of("math/MATH_train_600.jsonl", "math/MATH500_test.jsonl")) {
            Path file = Shared.data(name);
            try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty())) {
                assertThat(rows.filter(row -> {
                            String rewrite =
                                    rule.apply(row.question(), row.response()).text();
                            Optional<String> before = FinalAnswer.boxed(row.response());
                            if (rewrite.isEmpty()) {
                                unchanged.add(row.id());
                                return false;
                            }
                            if (before.isPresent() && !rewrite.contains("\nThe answer is")) {
                                several.add(row.id());
                                return FinalAnswer.boxed(rewrite).isEmpty();
                            }
                            return before.isEmpty()
                                    || !rewrite.endsWith("The answer is $\\boxed{" + before.get() + "}$.")
                                    || !FinalAnswer.boxed(rewrite).equals(before);
                        }))
                        .isEmpty();
            }
        }
        assertThat(several).containsExactly("train/algebra/152.json", "test/number_theory/459.json");
        assertThat(unchanged) // two solutions, or several boxes in one step
                .hasSizeLessThan(20)
                .contains("train/algebra/494.json", "train/algebra/535.json");
    }

    private String rewrite(String original) {
        return rule.apply(QUESTION, original).text();
    }

    private static String withoutFrame(String rewrite) {
        return rewrite.replaceAll("(?m)^Step \\d+: ", "").replaceAll("\nThe answer is [^\n]*\\z", "");
    }

    private static List<String> words(String text) {
        return Stream.of(text.replaceAll("<<.*?>>", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .split("[\\s.,;]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
