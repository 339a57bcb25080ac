package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.Shared;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;

/** Every rule is tried on every response, whatever its category, so that a wrong category does no harm either. */
class RulesOnlyRearrangeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alpaca/alpaca_random_9k.json",
                "dolly/dolly_3k.json",
                "lima/lima.json",
                "gsm8k/train.jsonl",
                "math/MATH_train_600.jsonl",
                "math/MATH500_test.jsonl"
            })
    void everyWordStandsInItsPlaceAndNoAnswerIsInvented(String name) {
        Path file = Shared.data(name);
        Map<String, Integer> changed = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty())) {
            rows.forEach(row -> check(row, changed, wrong));
        }
        System.out.println("measured: " + name + ": rewrites by rule, all categories: " + changed);
        assertThat(wrong).isEmpty();
    }

    private static void check(Conversation row, Map<String, Integer> changed, List<String> wrong) {
        for (FormatRule rule : RuleReformatter.RULES) {
            FormatRule.Outcome outcome = rule.apply(row.question(), row.response());
            if (outcome.changed()) {
                changed.merge(rule.name(), 1, Integer::sum);
                RearrangeChecker.fault(rule.name(), row.response(), outcome.text())
                        .or(() -> RearrangeChecker.undeclared(row.response(), outcome.text())
                                .map(answer -> "states an answer that is not declared: " + answer))
                        .ifPresent(fault -> wrong.add(row.id() + " by " + rule.name() + ": " + fault + "\n"
                                + row.response() + "\n->\n" + outcome.text() + "\n"));
            }
        }
    }

    /** The checker itself must see what is wrong: rule | original | rewrite. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list | Take: a pen, a cup and a hat. | Take:\\n1. a pen\\n2. a hat",
                "list | Take: a pen, a cup and a hat. | Take:\\n1. a cup\\n2. a pen\\n3. a hat",
                "list | Take: a pen, a cup and a hat. | Take these:\\n1. a pen\\n2. a cup\\n3. a hat",
                "closing-sentence | One. Two. Thus three. | One. Thus three.\\n\\nTwo.",
                "worked-solution | It costs 3 + 4 = 7 dollars. | Step 1: It costs 3 + 4 = 8 dollars.\\n"
                        + "The answer is 8.",
                "heading | ```\\nx = 1\\n``` | ```\\nx = 2\\n```",
                "key-value-table | Name: Ada\\nAge: 3\\nTown: Rome | Field, Value, Name, Ada",
                "question-list | Who? What? Why? | 1. Who?\\n2. Why?\\n3. What?",
            })
    void theCheckerSeesWhatIsWrong(String rule, String original, String rewrite) {
        assertThat(RearrangeChecker.fault(rule, original.replace("\\n", "\n"), rewrite.replace("\\n", "\n")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The surface area is 224 cm2. | 2",
                "1. Buy 3 pens.\\n2. Use them. | 1",
                "The roots are x = 1, x = 2 and x = 4 | 4",
                "The answer is 3/4. | 3",
                "The answer is 1,234. | 1",
                "The answer is 50%. | 50",
                "return -1 | -1",
            })
    void theCheckerSeesAnAnswerThatIsNotDeclared(String original, String answer) {
        assertThat(RearrangeChecker.undeclared(
                        original.replace("\\n", "\n"), "Step 1: x.\nThe answer is " + answer + "."))
                .isPresent();
    }

    @Test
    void everyRuleSaysWhatItNeverTouches() {
        assertThat(RuleReformatter.contracts()).allSatisfy(contract -> {
            assertThat(contract.never()).isNotEmpty();
            assertThat(contract.criterion()).isNotBlank();
        });
        assertThat(RuleReformatter.contracts()).extracting(RuleContract::name).doesNotHaveDuplicates();
    }
}
