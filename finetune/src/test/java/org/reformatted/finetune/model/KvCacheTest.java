package org.reformatted.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KvCacheTest {
    private final KvCache cache = new KvCache(List.of(), 3, 4);

    @Test
    void eachRowHasItsOwnLength() {
        assertThat(cache.add(new int[][] {{1, 2, 3}, {4}})).isZero();
        assertThat(cache.append(2)).as("where the tokens go").containsExactly(3, 1);
        assertThat(cache.add(new int[][] {{5, 6}})).isEqualTo(2);
        assertThat(cache.rows()).isEqualTo(3);
        assertThat(List.of(cache.length(0), cache.length(1), cache.length(2))).containsExactly(4, 2, 2);
    }

    @Test
    void theLastRowTakesThePlaceOfOneThatEnds() {
        cache.add(new int[][] {{1, 2, 3}, {4}, {5, 6}});
        cache.remove(0);
        assertThat(cache.rows()).isEqualTo(2);
        assertThat(List.of(cache.length(0), cache.length(1))).containsExactly(2, 1);
    }

    @Test
    void refusesMoreThanItHasRoomFor() {
        assertThatThrownBy(() -> cache.add(new int[][] {{1, 2, 3, 4, 5}}))
                .hasMessageContaining("prompt length (5) must be between 1 and the cache's capacity (4)");
        cache.add(new int[][] {{1, 2, 3, 4}, {1}});
        assertThatThrownBy(() -> cache.add(new int[][] {{1}, {2}}))
                .hasMessageContaining("prompts (2) must fit into the 1 free rows");
        assertThatThrownBy(() -> cache.append(2)).hasMessageContaining("row 0 is full: its capacity is 4 tokens");
        assertThatThrownBy(() -> cache.append(1)).hasMessageContaining("tokens (1) must be one for each of the 2 rows");
        assertThat(cache.length(1)).as("a refused step changes nothing").isEqualTo(1);
    }
}
