package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairTableTest {
    @Test
    void findsEveryPairAndNoOther() {
        PairTable table = new PairTable(1);
        for (int i = 0; i < 1000; i++) {
            table.put(i, 2 * i, 3 * i);
        }
        table.put(5, 10, 99);
        for (int i = 0; i < 1000; i++) {
            assertThat(table.get(i, 2 * i)).isEqualTo(i == 5 ? 99 : 3 * i);
            assertThat(table.get(2 * i + 1, i)).isEqualTo(-1);
        }
        assertThat(table.get(-1, 0)).isEqualTo(-1);
    }
}
