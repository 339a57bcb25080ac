package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordDiffTest {
    @Test
    void marksTheWordsThatChanged() {
        WordDiff diff = WordDiff.of("The answer is 5.", "The answer is 7.");
        assertThat(diff.before()).containsExactly(piece("The answer is ", false), piece("5", true), piece(".", false));
        assertThat(diff.after()).containsExactly(piece("The answer is ", false), piece("7", true), piece(".", false));
    }

    @Test
    void changedPartsInARowAreOnePiece() {
        assertThat(WordDiff.of("a (b) e", "a x e").before())
                .containsExactly(piece("a ", false), piece("(b)", true), piece(" e", false));
    }

    @Test
    void theTextsStayWhole() {
        String before = "a b\nc d " + "x ".repeat(3000);
        String after = "a\nc e " + "x ".repeat(2999);
        WordDiff diff = WordDiff.of(before, after);
        assertThat(joined(diff.before())).isEqualTo(before);
        assertThat(joined(diff.after())).isEqualTo(after);
    }

    private static WordDiff.Piece piece(String text, boolean changed) {
        return new WordDiff.Piece(text, changed);
    }

    private static String joined(List<WordDiff.Piece> pieces) {
        return String.join("", pieces.stream().map(WordDiff.Piece::text).toList());
    }
}
