package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    @Test
    void everyEpochHasItsOwnPermutation() {
        EpochOrder order = new EpochOrder(100, 42, true);
        int[] first = order.permutation(0);
        assertThat(first).isEqualTo(new EpochOrder(100, 42, true).permutation(0));
        assertThat(first).isNotEqualTo(order.permutation(1)).isNotEqualTo(new EpochOrder(100, 43, true).permutation(0));
        assertThat(Arrays.stream(first).sorted().toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
    }

    /** A permutation drawn once and written down: a change of the generator would change every run. */
    @Test
    void thePermutationNeverChangesBetweenVersions() {
        assertThat(new EpochOrder(8, 42, true).permutation(0)).containsExactly(5, 3, 2, 1, 6, 7, 0, 4);
        assertThat(new EpochOrder(8, 42, true).permutation(3)).containsExactly(3, 4, 5, 1, 2, 0, 7, 6);
    }
}
