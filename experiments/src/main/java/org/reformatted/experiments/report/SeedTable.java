package org.reformatted.experiments.report;

import java.util.List;
import java.util.stream.Collectors;
import org.reformatted.eval.metric.Interval;
import tech.tablesaw.api.Table;

/** The influence of the training's seed on scores: every arm's mean over its seeds, with the standard deviation. */
final class SeedTable {
    private SeedTable() {}

    static TableView of(ScoreMatrix matrix) {
        List<ScoreCell> cells = matrix.cells();
        Table table = Table.create("seeds");
        table.addColumns(
                TableView.texts("task", cells, cell -> cell.headline().task()),
                TableView.texts("policy", cells, cell -> cell.headline().policy()),
                TableView.texts("unit", cells, cell -> cell.headline().unit()),
                TableView.texts("arm", cells, ScoreCell::arm),
                TableView.numbers("mean", 2, cells, cell -> cell.summary().mean()),
                TableView.numbers("deviation", 2, cells, cell -> cell.summary().standardDeviation()),
                TableView.numbers("low", 2, cells, cell -> interval(cell).low()),
                TableView.numbers("high", 2, cells, cell -> interval(cell).high()),
                TableView.texts("each seed", cells, SeedTable::each),
                TableView.numbers("seeds", 0, cells, cell -> cell.summary().seeds()));
        return new TableView(
                        "seeds",
                        "Mean over trainings that differ in their seed alone, their standard deviation (n - 1), and"
                                + " the mean's 95% interval by Student's t, which says how another seed might do; the"
                                + " intervals below say how other questions might.",
                        table)
                .linked(
                        List.of("mean", "deviation", "low", "high", "seeds"),
                        cells.stream()
                                .map(cell -> Links.arm(
                                        cell.headline().task(), cell.headline().policy(), cell.arm()))
                                .toList());
    }

    /** The interval of the mean; for a percentage it is limited to 0 to 100. */
    private static Interval interval(ScoreCell cell) {
        Interval interval = new Interval(cell.summary().low(), cell.summary().high());
        return Units.isPercent(cell.headline().unit()) ? interval.within(0, 100) : interval;
    }

    private static String each(ScoreCell cell) {
        return cell.scores().stream().map(score -> TableView.shown(score, 1)).collect(Collectors.joining(", "));
    }
}
