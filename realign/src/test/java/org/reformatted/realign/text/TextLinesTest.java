package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a", "a\n", "a\nb", "\na\n\n b \n", "\n\n", "a\r\nb\rc\n", "a\n\rb", "\r"})
    void linesAreThoseOfJava(String text) {
        assertThat(TextLines.of(text)).isEqualTo(text.lines().toList());
    }

    @Test
    void strippedLinesAreThoseThatAreNotBlank() {
        assertThat(TextLines.stripped(" a \n\n \t\nb\r\n")).containsExactly("a", "b");
        assertThat(TextLines.stripped(" \n")).isEmpty();
    }
}
