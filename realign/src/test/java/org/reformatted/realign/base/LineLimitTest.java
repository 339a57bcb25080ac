package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private static BufferedReader reader(String text, int buffer) {
        return new BufferedReader(new LineLimit(new StringReader(text), new ReadLimits(5, 100, 100)), buffer);
    }

    @Test
    void linesUpToTheLimitAreRead() throws IOException {
        for (int buffer = 1; buffer < 9; buffer++) {
            BufferedReader reader = reader("12345\n\n1234\n12345", buffer);
            assertThat(reader.lines().toList()).containsExactly("12345", "", "1234", "12345");
        }
    }

    @Test
    void aLongerLineThatGoesOnFails() {
        for (int buffer = 1; buffer < 9; buffer++) {
            BufferedReader reader = reader("1\n123456", buffer);
            assertThatThrownBy(() -> {
                        reader.readLine();
                        reader.readLine();
                    })
                    .isInstanceOf(ReadLimits.LimitException.class)
                    .hasMessageContaining("REFORMATTED_MAX_LINE_CHARS");
        }
    }

    @Test
    void singleCharactersCountToo() throws IOException {
        LineLimit limit = new LineLimit(new StringReader("12345\n1"), new ReadLimits(5, 100, 100));
        StringBuilder read = new StringBuilder();
        for (int c = limit.read(); c >= 0; c = limit.read()) {
            read.append((char) c);
        }
        assertThat(read).hasToString("12345\n1");
    }
}
