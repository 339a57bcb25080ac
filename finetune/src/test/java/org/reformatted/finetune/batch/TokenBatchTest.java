package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {
    @Test
    void packedRowsKeepExamplesApart() {
        List<TokenizedExample> examples = List.of(
                new TokenizedExample("a", new int[] {1, 5, 6}, new float[] {0, 0, 1}),
                new TokenizedExample("b", new int[] {1, 7}, new float[] {0, 0.5f}));
        TokenBatch batch = TokenBatch.of(new BatchStep.Rows(List.of(List.of(1, 0), List.of(0))), examples);
        assertThat(batch.ids()).isDeepEqualTo(new int[][] {{1, 7, 1, 5, 6}, {1, 5, 6}});
        assertThat(batch.positions()).isDeepEqualTo(new int[][] {{0, 1, 0, 1, 2}, {0, 1, 2}});
        assertThat(batch.segments()).isDeepEqualTo(new int[][] {{0, 0, 1, 1, 1}, {0, 0, 0}});
        assertThat(batch.lossWeights()[0]).containsExactly(0, 0.5f, 0, 0, 1);
        assertThat(batch.lossWeight()).isEqualTo(2.5);
        assertThat(batch.packed()).isTrue();
        assertThat(batch.exampleIds()).containsExactly("b", "a", "a");
    }
}
