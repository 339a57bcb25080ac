package org.reformatted.eval.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizedWordsTest {
    @Test
    void caseFormAndPunctuationAreNoDifference() {
        NormalizedWords one = NormalizedWords.of("The ﬁrst CAFÉ, of 3!");
        assertThat(one.text(0, one.count())).isEqualTo("the first café of 3");
    }

    @Test
    void equalRunsHaveEqualHashesWhereverTheyStand() {
        NormalizedWords one = NormalizedWords.of("a b c d e");
        NormalizedWords other = NormalizedWords.of("x y b c d");
        assertThat(one.run(1, 3)).isEqualTo(other.run(2, 3));
        assertThat(one.run(0, 3)).isNotEqualTo(one.run(1, 3));
        assertThat(NormalizedWords.of("b a").run(0, 2))
                .isNotEqualTo(NormalizedWords.of("a b").run(0, 2));
        assertThat(other.holds(NormalizedWords.of("c d"), 3)).isTrue();
        assertThat(other.holds(NormalizedWords.of("c d"), 4)).isFalse();
    }

    @Test
    void whatAllQuestionsShareAtTheirEndsIsLeftOut() {
        List<NormalizedWords> bare = NormalizedWords.withoutCommonEnds(
                List.of(NormalizedWords.of("Q: what is one A:"), NormalizedWords.of("Q: who A:")));
        assertThat(bare.stream().map(text -> text.text(0, text.count()))).containsExactly("what is one", "who");
    }
}
