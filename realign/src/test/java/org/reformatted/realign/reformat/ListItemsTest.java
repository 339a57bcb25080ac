package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListItemsTest {
    private static ListItems numbered(String text) {
        return ListItems.numbered(text, Shield.of(text));
    }

    @Test
    void numbersWithinAParagraphAreItems() {
        ListItems list = numbered("Do this: 1. Wash it, 2) dry it; and (3) fold it. In conclusion, it is done.");
        assertThat(list.lead()).isEqualTo("Do this:");
        assertThat(list.items()).containsExactly("Wash it", "dry it", "fold it.");
        assertThat(list.rest()).isEqualTo("In conclusion, it is done.");
        assertThat(list.isList()).isTrue();
        assertThat(list.text(true))
                .isEqualTo("Do this:\n1. Wash it\n2. dry it\n3. fold it.\n\nIn conclusion, it is done.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1. One 3. three", "2. Two 3. three 4. four", "It costs 1.5 and 2.5 and 3.5.", "No number."})
    void numbersThatDoNotCountFromOneAreNoItems(String text) {
        assertThat(numbered(text)).isEqualTo(ListItems.NONE);
    }

    @Test
    void twoItemsAreNoList() {
        assertThat(numbered("1. One 2. two").isList()).isFalse();
    }

    @Test
    void sentencesThatSayTheirPlace() {
        ListItems list = ListItems.ordinals(
                List.of("It is easy.", "First, boil water.", "It takes time.", "Then add tea.", "Finally, pour it."));
        assertThat(list.lead()).isEqualTo("It is easy.");
        assertThat(list.items())
                .containsExactly("First, boil water. It takes time.", "Then add tea.", "Finally, pour it.");
        assertThat(ListItems.ordinals(List.of("First, boil water.", "Then add tea.")))
                .isEqualTo(ListItems.NONE);
    }

    @Test
    void shortItemsBehindAColon() {
        ListItems list = ListItems.afterColon("There are three colours: red, green and blue.");
        assertThat(list.lead()).isEqualTo("There are three colours:");
        assertThat(list.items()).containsExactly("red", "green", "blue");
        assertThat(ListItems.afterColon("Buy these: bread; fresh milk; and eggs.")
                        .items())
                .containsExactly("bread", "fresh milk", "eggs");
    }

    /** Taking these apart would change what they say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "He said: red, which is a colour, and blue.",
                "Ask these: questions about age, gender and income.",
                "See: https://example.org, a, b",
                "Is it one of these: red, green, blue?",
                "There are two: red (dark, light"
            })
    void clausesAndSharedHeadsAreNoItems(String text) {
        assertThat(ListItems.afterColon(text)).isEqualTo(ListItems.NONE);
    }

    @Test
    void itemsBehindInclude() {
        ListItems list =
                ListItems.afterInclude(List.of("Common pets include dogs, cats, and birds.", "Each needs care."));
        assertThat(list.items()).containsExactly("dogs", "cats", "birds");
        assertThat(list.rest()).isEqualTo("Each needs care.");
        assertThat(ListItems.afterInclude(List.of("Common pets include dogs, cats.")))
                .isEqualTo(ListItems.NONE);
    }

    @Test
    void aBareEnumeration() {
        assertThat(ListItems.bare("apples, pears and plums.").text(false)).isEqualTo("- apples\n- pears\n- plums");
        assertThat(ListItems.bare("one sentence. Then, another")).isEqualTo(ListItems.NONE);
        assertThat(ListItems.bare("1, 2, 3")).as("numbers alone").isEqualTo(ListItems.NONE);
    }
}
