package org.reformatted.eval.readability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCountsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "One two. Three four. | 2 | 4",
                "Dr. Who came. | 1 | 3",
                "No end here at all | 1 | 5",
                "a... b c d | 2 | 4",
                "'' | 1 | 0",
                "He said \"yes.\" Then no. | 2 | 5",
                "it's | 1 | 1",
            })
    void sentencesAndWords(String text, int sentences, int words) {
        TextCounts counts = TextCounts.of(text, word -> 1, Set.of());
        assertThat(counts.sentences()).isEqualTo(sentences);
        assertThat(counts.words()).isEqualTo(words);
    }

    @Test
    void countsWhatFormulasNeed() {
        TextCounts counts = TextCounts.of(
                "A giant elephant", word -> word.equals("a") ? 1 : word.equals("giant") ? 2 : 3, Set.of("a", "giant"));
        assertThat(counts).isEqualTo(new TextCounts(3, 3, 1, 14, 14, 6, 1, 1));
    }
}
