package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergeQueueTest {
    @Test
    void givesTheSmallestFirst() {
        Random random = new Random(5);
        long[] keys = random.longs(1000, -50, 1_000_000).toArray();
        MergeQueue queue = new MergeQueue(1);
        Arrays.stream(keys).forEach(queue::add);
        Arrays.sort(keys);
        for (long key : keys) {
            assertThat(queue.remove()).isEqualTo(key);
        }
        assertThat(queue.isEmpty()).isTrue();
    }
}
