package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a", "a\n", "a\nb", "\n\na\n\n", "a\r\nb\r\n", "a\rb\nc", "\r", " a \n\t\n b"})
    void linesAreThoseOfTheLibrary(String text) {
        assertThat(Lines.of(text)).isEqualTo(text.lines().toList());
        assertThat(Lines.stripped(text))
                .isEqualTo(text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
    }
}
