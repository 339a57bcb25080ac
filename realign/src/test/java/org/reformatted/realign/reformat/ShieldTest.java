package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShieldTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | true",
                "(a) | true",
                "(a | false",
                "a) b | true",
                "abc) b | false",
                "He said “no” | true",
                "it’s | true",
                "5'6\" tall | true",
                "[a) | false",
                "'\"a' | false",
            })
    void closed(String text, boolean closed) {
        assertThat(Shield.of(text).isClosed()).isEqualTo(closed);
    }

    @Test
    void insideBracketsQuotationsAndFormulasIsNotOutside() {
        String text = "a (b) \"c\" $d$ e";
        Shield shield = Shield.of(text);
        for (char inside : "bcd".toCharArray()) {
            assertThat(shield.isOutside(text.indexOf(inside))).as(inside + "").isFalse();
        }
        assertThat(shield.isOutside(text.indexOf('a'))).isTrue();
        assertThat(shield.isOutside(text.indexOf('e'))).isTrue();
    }
}
