package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class TableViewTest {
    @Test
    void aSmallProbabilityIsNotShownAsNone() {
        List<Double> values = List.of(0.00003, 0.0001, 0.25, Double.NaN);
        Table table = Table.create("p");
        table.addColumns(TableView.probabilities("p", values, p -> p));
        TableView view = new TableView("p", "p", table);
        assertThat(view.rows().stream().map(row -> row.get(0))).containsExactly("< 0.0001", "0.0001", "0.2500", "–");
        assertThat(view.csv()).contains("3.0E-5");
        assertThat(view.latex()).contains("\\textless{} 0.0001");
    }
}
