package org.reformatted.finetune.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchTableTest {
    @Test
    void theMedianOfAnEvenCountIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(BenchTable.median(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(BenchTable.median(new double[] {9, 1, 5, 2})).isEqualTo(3.5);
        assertThat(BenchTable.median(new double[] {4})).isEqualTo(4);
    }

    @Test
    void numbersKeepTheirOrder() {
        double[] numbers = {3, 1, 2};
        BenchTable.median(numbers);
        assertThat(numbers).containsExactly(3, 1, 2);
    }

    @Test
    void aSpreadNamesTheMedianAndTheEnds() {
        assertThat(BenchTable.spread(new double[] {2.25, 1, 4}, "%.1f")).isEqualTo("2.3 (1.0 to 4.0)");
    }

    @Test
    void rowsAreMarkdown() {
        BenchTable table = new BenchTable("A model");
        table.row("tokens", "%,d of %.1f", 12345, 0.5);
        assertThat(table).hasToString("| A model | |\n|---|---|\n| tokens | 12,345 of 0.5 |\n");
    }
}
