package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestRowsTest {
    @Test
    void theRowOfTheSameWordsIsNearest() {
        NearestRows rows = new NearestRows(
                List.of("How many apples has Tom?", "What is the capital of Peru?", "Name a river of Peru."));
        List<NearestRows.Near> near = rows.to("the capital of Peru is what", 5);
        assertThat(near).extracting(NearestRows.Near::row).containsExactly(1, 2);
        assertThat(near.get(0).similarity()).isCloseTo(1, within(1e-12));
        assertThat(near.get(1).similarity()).isBetween(0.0, 0.6);
        assertThat(rows.to("nothing alike", 5)).isEmpty();
        assertThat(rows.to("Peru", 1)).hasSize(1);
    }
}
