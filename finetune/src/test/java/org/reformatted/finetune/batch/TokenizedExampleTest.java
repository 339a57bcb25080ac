package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class TokenizedExampleTest {
    private static final TokenizedExample EXAMPLE =
            new TokenizedExample("e", new int[] {1, 9, 8, 7, 6, 5}, new float[] {0, 0, 1, 1, 0, 1});

    @TempDir
    Path folder;

    @Test
    void truncationDropsTheTailAndWhatIsNotLearnedBeforeIt() {
        assertThat(EXAMPLE.truncated(6)).isSameAs(EXAMPLE);
        assertThat(EXAMPLE.truncated(5).ids()).containsExactly(1, 9, 8, 7);
        assertThat(EXAMPLE.truncated(3).ids()).containsExactly(1, 9, 8);
        assertThat(EXAMPLE.truncated(2).supervisedTokens()).isZero();
    }

    @Test
    void refusesWeightsThatDontMatch() {
        assertThatThrownBy(() -> new TokenizedExample("e", new int[] {1, 2}, new float[] {0}))
                .hasMessage("lossWeights of e (1) must be as many as its ids (2)");
        assertThatThrownBy(() -> new TokenizedExample("e", new int[] {1}, new float[] {1}))
                .hasMessageContaining("it is not predicted");
        assertThatThrownBy(() -> new TokenizedExample("e", new int[] {1, 2}, new float[] {0, Float.NaN}))
                .hasMessageContaining("must not be negative");
    }

    @Test
    void readsTokenizedRowsAsTheyAre() throws IOException {
        Path file = rows(
                "{\"input_ids\": [1, 5, 6], \"loss_mask\": [1, 0, 0.5]}",
                "{\"id\": \"x\", \"input_ids\": [2], \"loss_mask\": [false]}");
        assertThat(TokenizedRows.read(file, 7))
                .containsExactly(
                        new TokenizedExample(file + ":1", new int[] {1, 5, 6}, new float[] {0, 0, 0.5f}),
                        new TokenizedExample("x", new int[] {2}, new float[] {0}));
    }

    @Test
    void refusesTokensOutsideTheVocabulary() throws IOException {
        Path file = rows("{\"input_ids\": [1, 7], \"loss_mask\": [0, 1]}");
        assertThatThrownBy(() -> TokenizedRows.read(file, 7))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ":1: the token 7; expected whole numbers below the vocabulary's size, 7");
    }

    @Test
    void refusesAMaskOfAnotherLength() throws IOException {
        Path file = rows("{\"input_ids\": [1, 7], \"loss_mask\": [0]}");
        assertThatThrownBy(() -> TokenizedRows.read(file, 9))
                .hasMessageContaining("input_ids with 2 and loss_mask with 1 entries");
    }

    private Path rows(String... lines) throws IOException {
        return Files.writeString(folder.resolve("rows.jsonl"), String.join("\n", lines) + "\n");
    }
}
