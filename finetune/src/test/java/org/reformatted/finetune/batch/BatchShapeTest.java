package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchShapeTest {
    private static List<TokenizedExample> examples(int... lengths) {
        return IntStream.of(lengths)
                .mapToObj(length -> new TokenizedExample("e" + length, new int[length], new float[length]))
                .toList();
    }

    @Test
    void aFixedNumberOfExamplesIsAsLongAsTheLongest() {
        assertThat(BatchShape.of(examples(3, 7, 5), new Batching.Examples(2, 4), 100))
                .isEqualTo(new BatchShape(14, 7, false));
        assertThat(BatchShape.of(examples(3, 7), new Batching.Examples(8, 1), 100))
                .as("no more rows than examples")
                .isEqualTo(new BatchShape(14, 7, false));
    }

    @Test
    void groupedRowsHoldTheBudgetAndPackedOnesWholeRowsOfIt() {
        Batching.Tokens grouped = new Batching.Tokens(50, 1, Batching.Layout.GROUPED);
        assertThat(BatchShape.of(examples(3, 7), grouped, 100)).isEqualTo(new BatchShape(50, 7, false));
        assertThat(BatchShape.of(examples(60), grouped, 100)).isEqualTo(new BatchShape(60, 60, false));
        Batching.Tokens packed = new Batching.Tokens(50, 1, Batching.Layout.PACKED);
        assertThat(BatchShape.of(examples(3, 7), packed, 20)).isEqualTo(new BatchShape(40, 20, true));
        assertThat(BatchShape.of(examples(3, 7), packed, 100)).isEqualTo(new BatchShape(50, 50, true));
    }

    @Test
    void oneRowIsTheSmallest() {
        assertThat(new BatchShape(40, 20, true).oneRow()).isEqualTo(new BatchShape(20, 20, true));
    }

    @Test
    void aBatchHoldsARow() {
        assertThatThrownBy(() -> new BatchShape(5, 6, false)).hasMessage("tokens (5) must be at least a row's (6)");
        assertThatThrownBy(() -> new BatchShape(5, 0, false)).hasMessage("length (0) must be positive");
    }
}
