package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IndexedColumnTest {
    @Test
    void namesAreKeptOnceInOrder() {
        assertThat(IndexedColumn.of(List.of("b", "a", "b", "c")))
                .isEqualTo(new IndexedColumn(List.of("b", "a", "c"), List.of(0, 1, 0, 2)));
    }
}
