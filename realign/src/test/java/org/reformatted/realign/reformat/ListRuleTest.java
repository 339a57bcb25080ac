package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListRuleTest {
    private final FormatRule list = new ListRule();

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
}
