package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class LatexTableTest {
    private static TableView wide(int columns) {
        Table table = Table.create("wide");
        table.addColumns(
                TableView.texts("arm", List.of("original -> x_1", "realigned & more"), arm -> arm),
                TableView.texts("unit", List.of("percent", "percent"), unit -> unit));
        for (int i = 0; i < columns; i++) {
            table.addColumns(TableView.numbers(
                    "some value " + i, 2, List.of(1.5, i == 3 ? Double.NaN : 1234.5 + i), value -> value));
        }
        table.addColumns(TableView.numbers("nothing", 2, List.of(Double.NaN, Double.NaN), value -> value));
        return new TableView("wide", "A wide table", table);
    }

    @Test
    void aTableForPapersLeavesOutWhatSaysNothingAndIsSplitWhereItIsTooWide() {
        String narrow = wide(3).latex();
        assertThat(narrow)
                .contains("\\begin{longtable}{@{}lrrr@{}}", "\\toprule", "\\midrule", "\\bottomrule")
                .contains("original $\\rightarrow$ x\\_1", "realigned \\& more", "All rows: unit percent.")
                .doesNotContain("nothing");
        String wide = wide(20).latex();
        assertThat(wide.split("\\\\begin\\{longtable\\}", -1).length - 1).isBetween(2, 4);
        assertThat(wide).contains("(part 1 of ", "wide (part 2 of ");
        IntStream.range(0, 20).forEach(i -> assertThat(wide).contains("\\shortstack[r]{some\\\\value\\\\" + i + "}"));
    }
}
