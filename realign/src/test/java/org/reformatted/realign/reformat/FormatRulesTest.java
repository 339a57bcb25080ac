package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The set has three classes: children (age 10, height 120 cm, adults, and others.",
                "What type of phone do you prefer: iOS, Android, or another one?",
                "He said: \"bread, milk and eggs\".",
                "Some sources are: \"Solar, Wind, and Water\".",
                "The survey should include: questions about age, gender, and income.",
                "Use this: print(a, b, c);",
                "The values are: 1, 2, 3, 4.",
                "It includes a pen, a cup, which is old, and a hat.",
            })
    void bracketsQuotationsQuestionsAndSharedHeadsAreNoList(String original) {
        assertThat(list.apply("", original).changed()).isFalse();
    }

    @Test
    void itemsWithBracketsStayWhole() {
        assertThat(list.apply("", "Some sources are: Solar, Bioenergy (Biomass, Biofuels), Ocean (Tidal, Wave).")
                        .text())
                .isEqualTo("Some sources are:\n1. Solar\n2. Bioenergy (Biomass, Biofuels)\n3. Ocean (Tidal, Wave)");
    }

    @Test
    void itemsBehindIncludeGetALineAndTheRestStandsApart() {
        assertThat(list.apply("", "Good hosts include Azure, Google Cloud, and AWS. They are well known.")
                        .text())
                .isEqualTo("Good hosts include:\n- Azure\n- Google Cloud\n- AWS\n\nThey are well known.");
    }

    @Test
    void itemsThatMayBelongToTheOneBeforeThemAreNoList() {
        for (String text : List.of(
                "Good habits include: setting goals, planning ahead, and living well with sports, sleep, and rest.",
                "Tips are: saving money, cooking at home, and using less of water, gas, and power.")) {
            assertThat(list.apply("", text).changed()).as(text).isFalse();
        }
        assertThat(list.apply("", "Good habits include: setting goals, planning ahead, sleep, and rest.")
                        .changed())
                .isTrue();
        assertThat(list.apply(
                                "",
                                "It rose for some reasons. Firstly, jobs grew. Secondly, trade went on. Finally, rates"
                                        + " fell. All of these factors helped.")
                        .text())
                .isEqualTo("""
                    It rose for some reasons.
                    1. Firstly, jobs grew.
                    2. Secondly, trade went on.
                    3. Finally, rates fell.

                    All of these factors helped.\
                    """);
    }

    @Test
    void aQuestionThatNamesALayoutIsObeyed() {
        String text = "Bring: a tent, two blankets, and a torch.";
        for (String question : List.of(
                "Give a comma separated list",
                "Answer in one sentence",
                "Write a poem",
                "As JSON",
                "Write a short paragraph")) {
            assertThat(list.apply(question, text).changed()).isFalse();
        }
    }

    @Test
    void bareItemsGetALineEach() {
        FormatRule bare = new ListRule.Bare();
        assertThat(bare.apply("Sort them", "Cat, Cow, Horse").text()).isEqualTo("1. Cat\n2. Cow\n3. Horse");
        for (String text : List.of(
                "3, 4, 5",
                "[a, b, c]",
                "Well, he came, and left",
                "Common ones include a, b, c",
                "Hello, world",
                "a, b, (c, d)")) {
            assertThat(bare.apply("Sort them", text).changed()).as(text).isFalse();
        }
    }

    @Test
    void questionsAreNumbered() {
        FormatRule questions = new QuestionListRule();
        assertThat(questions.apply("", "- Who?\n- What?\n- Why?").text()).isEqualTo("1. Who?\n2. What?\n3. Why?");
        assertThat(questions
                        .apply("", "Ask such as: Who is it? What is it? Why?")
                        .text())
                .isEqualTo("Ask such as:\n1. Who is it?\n2. What is it?\n3. Why?");
        assertThat(questions.apply("", "What is 2 x 4?\nA) 6\nB) 8\nC) 10").changed())
                .isFalse();
        assertThat(questions.apply("", "1. Who?\n2. What?\n3. Why?").changed()).isFalse();
    }

    @Test
    void shortLinesOverListsBecomeHeadings() {
        FormatRule heading = new HeadingRule();
        assertThat(heading.apply("", "Pros:\n- cheap\n- fast\n\nCons:\n- loud\n- hot")
                        .text())
                .isEqualTo("## Pros\n- cheap\n- fast\n\n## Cons\n- loud\n- hot");
        assertThat(heading.apply("", "Take these:\n- a pen\n- a cup").changed()).isFalse();
        assertThat(heading.apply("", "A:\nfor x in y:\n    print(x)\n\nB:\nz").changed())
                .isFalse();
        assertThat(heading.apply("", "- one:\n  - nested\n\nTwo:\n- x\n\nThree:\n- y")
                        .changed())
                .isFalse();
    }

    @Test
    void keysAndValuesBecomeATable() {
        FormatRule keys = new KeyValueRule();
        assertThat(keys.apply("", "Name: Ada\nBorn: 1815\n\nName: Alan\nBorn: 1912")
                        .text())
                .isEqualTo("| Name | Born |\n| --- | --- |\n| Ada | 1815 |\n| Alan | 1912 |");
        assertThat(keys.apply("", "Name: Ada\nBorn: 1815\nTown: London").text())
                .isEqualTo("| Field | Value |\n| --- | --- |\n| Name | Ada |\n| Born | 1815 |\n| Town | London |");
        for (String text : List.of(
                "Ann: Hi.\nBob: Hello.\nAnn: How are you?", "Name: Ada\nShe wrote.\nTown: London", "name: x\nAge: 3")) {
            assertThat(keys.apply("", text).changed()).as(text).isFalse();
        }
        assertThat(keys.apply("Answer in JSON", "Name: Ada\nBorn: 1815\nTown: London")
                        .changed())
                .isFalse();
    }

    @Test
    void theConclusionStandsApart() {
        FormatRule closing = new ClosingSentenceRule();
        assertThat(closing.apply("Why?", "It is cold. It rains. Therefore, stay in.")
                        .text())
                .isEqualTo("It is cold. It rains.\n\nTherefore, stay in.");
        assertThat(closing.apply("Why?", "It is cold. Therefore, stay in.").changed())
                .isFalse();
        assertThat(closing.apply("Write one paragraph", "It is cold. It rains. Therefore, stay in.")
                        .changed())
                .isFalse();
        assertThat(closing.apply("Why?", "It is cold. It rains. (He said. Therefore, stay in.)")
                        .changed())
                .isFalse();
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
}
