package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctIdsTest {
    @Test
    void onlyTheSecondOfEqualIdsIsRefused() {
        DistinctIds ids = new DistinctIds();
        for (int i = 0; i < 5000; i++) {
            assertThat(ids.add("row-" + i)).isTrue();
        }
        for (int i = 0; i < 5000; i += 7) {
            assertThat(ids.add("row-" + i)).isFalse();
        }
        assertThat(ids.add("row-5000")).isTrue();
    }
}
