package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.Shared;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;

class FormatRulesTest {
    private final FormatRule list = new ListRule();
    private final FormatRule table = new TableRule();
    private final FormatRule answerLast = new AnswerLastRule();

    @Test
    void numberedItemsInOneParagraphGetALineEach() {
        assertThat(list.apply("", "To plant a tree: 1. Dig a hole. 2. Set the tree. 3. Water it well.")
                        .text())
                .isEqualTo("To plant a tree:\n1. Dig a hole.\n2. Set the tree.\n3. Water it well.");
    }

    @Test
    void firstThenFinallyBecomeNumberedSteps() {
        assertThat(list.apply(
                                "",
                                "It is easy. First, boil water. Use a big pot. Then add the pasta. Finally, drain it.")
                        .text())
                .isEqualTo("""
                    It is easy.
                    1. First, boil water. Use a big pot.
                    2. Then add the pasta.
                    3. Finally, drain it.\
                    """);
    }

    @Test
    void semicolonsGoBeforeCommasAndAPairThatBelongsTogetherStays() {
        assertThat(list.apply("", "Goals are: clear values, mission and vision; strong ties; and a shared purpose.")
                        .text())
                .isEqualTo("Goals are:\n1. clear values, mission and vision\n2. strong ties\n3. a shared purpose");
        assertThat(list.apply("", "Pack: pen, paper and glue.").text()).isEqualTo("Pack:\n1. pen\n2. paper\n3. glue");
        assertThat(list.apply("", "Pack: pen, paper, and salt and pepper.").text())
                .isEqualTo("Pack:\n1. pen\n2. paper\n3. salt and pepper");
    }

    @Test
    void itemsBehindAColonGetALineEach() {
        assertThat(list.apply("", "Bring these things: a tent, two warm blankets, and a torch.")
                        .text())
                .isEqualTo("Bring these things:\n1. a tent\n2. two warm blankets\n3. a torch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Buy 2. Sell 3. Keep 4.",
                "First, rest.",
                "He said: go home, and never come back to this place of all the places in the world, ever.",
                "Two things: bread and milk.",
                "1. a\n2. b\n3. c",
                "Take: snacks, drinks, and things to do such as books, games and music.",
                "The numbers are: 0, 1, 1, 2, 3.",
            })
    void whatIsNoRunOnListStaysAsItIs(String original) {
        assertThat(list.apply("", original).changed()).isFalse();
    }

    @Test
    void delimitedLinesBecomeATable() {
        assertThat(table.apply("", "name, year\nAda, 1815\nAlan, 1912").text())
                .isEqualTo("| name | year |\n| --- | --- |\n| Ada | 1815 |\n| Alan | 1912 |");
        assertThat(table.apply("", "a\tb\n1\t2\n3\t4").changed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name, year\nAda, 1815",
                "name, year\nAda\nAlan, 1912",
                "1. Grand Canyon, USA\n2. Reef, Australia\n3. Falls, Zimbabwe",
                "[1, 2]\n[3, 4]\n[5, 6]",
                "New York, NY to Albany, NY - I-87\nAlbany, NY to York, PA - I-90\nYork, PA to Troy, OH - I-76",
                "| a | b |\n| - | - |\n| 1 | 2 |",
                "She came, and then after a long while of waiting she left again\nHe came, too\nThey left, all",
            })
    void whatIsNoDelimitedTextStaysAsItIs(String original) {
        assertThat(table.apply("", original).changed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "False, because whales breathe air.|Whales breathe air.\\nFalse.",
                "Yes. The sun is a star. It burns.|The sun is a star. It burns.\\nYes.",
                "The answer is B because iron rusts|Iron rusts.\\nThe answer is B.",
                "Answer: the heart. Explanation: It pumps blood.|It pumps blood.\\nThe answer is the heart.",
            })
    void anAnswerInWordsMovesBehindItsReasons(String original, String expected) {
        assertThat(answerLast.apply("", original).text()).isEqualTo(expected.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes",
                "True.",
                "Yesterday it rained.",
                "No one knows, because it is dark.",
                "Yes, I am hungry.",
                "It is false."
            })
    void whatDoesNotBeginWithItsAnswerStaysAsItIs(String original) {
        assertThat(answerLast.apply("", original).changed()).isFalse();
    }

    @Test
    void everyRuleServesCategoriesThatAreRewritten() {
        CriteriaBook criteria = CriteriaBook.bundled();
        for (FormatRule rule : RuleReformatter.RULES) {
            assertThat(rule.contract().categories())
                    .isNotEmpty()
                    .allMatch(name -> criteria.find(name)
                            .filter(TaskCategory::isRewritten)
                            .isPresent());
        }
    }

    @Test
    void onRealResponsesListsAndTablesKeepEveryWordInItsPlace() {
        int[] changed = new int[3];
        List<String> wrong = new ArrayList<>();
        for (String name : List.of("alpaca/alpaca_random_9k.json", "dolly/dolly_3k.json")) {
            Path file = Shared.data(name);
            try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty())) {
                rows.map(Conversation::response).forEach(response -> {
                    changed[2]++;
                    for (FormatRule rule : List.of(list, table)) {
                        FormatRule.Outcome outcome = rule.apply("", response);
                        if (outcome.changed()) {
                            changed[rule == list ? 0 : 1]++;
                            if (!words(outcome.text()).equals(words(response))) {
                                wrong.add(response + "\n->\n" + outcome.text());
                            }
                        }
                    }
                });
            }
        }
        System.out.println("measured: of " + changed[2] + " responses of Alpaca and Dolly " + changed[0]
                + " hold a run-on list and " + changed[1] + " a delimited table");
        assertThat(wrong).isEmpty();
        assertThat(changed[0]).isPositive();
    }

    /** The letters' words in order, without numbers, and without "and" and "or", which lists leave out. */
    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"))
                .filter(word -> !word.isEmpty() && !word.equals("and") && !word.equals("or"))
                .toList();
    }
}
