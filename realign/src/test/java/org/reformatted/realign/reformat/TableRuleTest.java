package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableRuleTest {
    private final FormatRule table = new TableRule();

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
}
