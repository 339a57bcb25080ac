package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordCountTest {
    /** Each character alone, and between letters, at every place of a group of eight. */
    @Test
    void everyCharacterCountsAsJavaDefinesWhitespace() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = "ab".repeat(c % 8) + (char) c + "b";
            assertThat(WordCount.of(text)).as("U+%04X", c).isEqualTo(expected(text));
        }
    }

    @Test
    void mixedTextsOfAnyLengthAreCountedAsCharacterByCharacter() {
        Random random = new Random(14);
        String characters = "abz019.~\u007f \t\n\u000b\f\r\u001c\u001f\u0000\u0008\u000e\u001b";
        String others = characters + "é\u00a0\u0085\u2003\u3000中";
        for (int i = 0; i < 20_000; i++) {
            String from = i % 4 == 0 ? others : characters;
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(from.charAt(random.nextInt(from.length())));
            }
            assertThat(WordCount.of(text.toString())).isEqualTo(expected(text.toString()));
        }
    }

    private static int expected(String text) {
        int words = 0;
        boolean before = true;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += before && !space ? 1 : 0;
            before = space;
        }
        return words;
    }
}
