package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.readability.Readability;
import org.reformatted.realign.base.InputException;

class ReadabilityScorerTest {
    /** Every word has one syllable, so that values are found by hand. */
    private static final Readability.WordLists ONE = new Readability.WordLists(word -> 1, "one", Set.of());

    @TempDir
    Path folder;

    private ReadabilityReport score(String... rows) throws IOException {
        return ReadabilityScorer.score(
                Files.writeString(folder.resolve("t.jsonl"), String.join("\n", rows) + "\n"), ONE);
    }

    /** 206.835 - 1.015 * words a sentence - 84.6 * 1: of 4 words 118.175, of 2 words 120.205. */
    @Test
    void theMeanOfFleschsScore() throws IOException {
        ReadabilityReport report =
                score("{\"text\":\"The cat sat down.\"}", "{\"text\":\"Cats sit.\"}", "{\"text\":\"\"}");
        assertThat(report.value()).isCloseTo((118.175 + 120.205) / 2, within(1e-9));
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.policies().get("flesch").unit()).isEqualTo("reading-ease");
        assertThat(report.policies().get("flesch").unparsed())
                .as("a text without words")
                .isEqualTo(1);
        assertThat(report.policies().get("fleschKincaid").value())
                .isCloseTo((0.39 * 4 + 0.39 * 2) / 2 + 11.8 - 15.59, within(1e-9));
    }

    @Test
    void filesWithoutTextsAreRefused() {
        assertThatThrownBy(() -> score("")).isInstanceOf(InputException.class).hasMessageContaining("no rows");
        assertThatThrownBy(() -> score("{\"output\":\"a\"}")).hasMessageContaining("there is no field \"text\"");
    }
}
