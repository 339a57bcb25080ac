package org.reformatted.eval.readability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class PronouncingDictionaryTest {
    @TempDir
    Path folder;

    private PronouncingDictionary read(String text) throws IOException {
        return PronouncingDictionary.read(Files.writeString(folder.resolve("cmudict.dict"), text), word -> 99);
    }

    /** Lines of CMUdict 0.7b. */
    @Test
    void stressedPhonesAreSyllables() throws IOException {
        PronouncingDictionary dictionary = read("""
            ;;; a comment
            fire F AY1 ER0
            fire(2) F AY1 R

            dictionary D IH1 K SH AH0 N EH2 R IY0 # a comment
            hmm HH M
            """);
        assertThat(dictionary.syllables("fire")).isEqualTo(2);
        assertThat(dictionary.syllables("dictionary")).isEqualTo(4);
        assertThat(dictionary.syllables("hmm")).as("a word has one at least").isEqualTo(1);
        assertThat(dictionary.syllables("unknown")).as("by rules").isEqualTo(99);
        assertThat(dictionary.size()).isEqualTo(4);
    }

    @Test
    void theFirstPronunciationCounts() throws IOException {
        assertThat(read("a AH0\na EY1 EY1\n").syllables("a")).isEqualTo(1);
    }

    @Test
    void aLineWithoutPhonesIsNamed() {
        assertThatThrownBy(() -> read("a AH0\nword\n"))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("cmudict.dict:2: \"word\"; expected a word and its phones; give CMUdict's file");
    }
}
