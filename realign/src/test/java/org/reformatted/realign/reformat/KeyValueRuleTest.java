package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyValueRuleTest {
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
}
