package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BytePairTrainerTest {
    /**
     * "ab" stands 8 times in "abc" and "abd", then "abc" 5 times, "abd" 3 times; of the three words of one pair each the alphabetically
     * first of the equally frequent merges first.
     */
    @Test
    void theMostFrequentNeighboursMergeFirst() {
        assertThat(BytePairTrainer.train(Map.of("abc", 5L, "abd", 3L))).containsExactly("ab", "abc", "abd");
        assertThat(BytePairTrainer.train(Map.of("xy", 2L, "vw", 2L, "zz", 9L))).containsExactly("zz", "vw", "xy");
    }

    @Test
    void repeatedLettersMergeFromTheLeft() {
        // a a a a -> aa aa -> aaaa
        assertThat(BytePairTrainer.train(Map.of("aaaa", 1L))).containsExactly("aa", "aaaa");
    }

    @Test
    void everyWordEndsAsOnePiece() {
        assertThat(BytePairTrainer.train(Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L)))
                .contains("low", "lower", "newest", "widest")
                .startsWith("es", "est");
    }

    @Test
    void lettersAloneNeedNoMerge() {
        assertThat(BytePairTrainer.train(Map.of("a", 5L, "😀", 2L))).isEmpty();
    }
}
