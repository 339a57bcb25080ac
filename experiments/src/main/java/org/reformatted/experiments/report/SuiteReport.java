package org.reformatted.experiments.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.SafeText;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.RowFile;
import tech.tablesaw.api.Table;

/** Joins the reports of finished experiments into {@code suite.html}, {@code suite.md} and {@code tables/}. */
public final class SuiteReport {
    private static final List<String> TEXTS = List.of("task", "policy", "unit", "arm");
    private static final List<String> NUMBERS =
            List.of("mean", "deviation", "seeds", "difference", "low", "high", "p", "paper");

    private SuiteReport() {}

    /** A cell of an experiment's first table. */
    private record Cell(String experiment, Map<String, String> fields) {
        String text(String field) {
            return fields.getOrDefault(field, "");
        }

        double number(String field) {
            String text = text(field);
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        }

        String task() {
            return text("task") + " (" + text("policy") + ")";
        }

        /** The mean and, if they exist, the difference to the first arm and the paper's value. */
        String shown() {
            StringBuilder shown = new StringBuilder(TableView.shown(number("mean"), 1));
            if (!Double.isNaN(number("difference"))) {
                shown.append(" (").append(PooledDifference.signed(number("difference"), 1));
                shown.append(number("p") < PooledDifference.LEVEL ? " *)" : ")");
            }
            if (!Double.isNaN(number("paper"))) {
                shown.append(", paper ").append(TableView.shown(number("paper"), 1));
            }
            return shown.toString();
        }
    }

    /**
     * Writes the joined report.
     *
     * @param name the name of the suite
     * @param description its description
     * @param reports the folder of each experiment's report, by the experiment's name
     * @param out the folder to write to
     * @throws InputException if a report has no table of scores
     */
    public static void write(String name, String description, Map<String, Path> reports, Path out) {
        List<Cell> cells = new ArrayList<>();
        reports.forEach((experiment, report) -> cells.addAll(read(experiment, report.resolve("tables/summary.csv"))));
        TableView matrix = matrix(cells);
        TableView all = all(cells, reports, out);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("name", name);
        page.put(
                "description",
                description.lines().filter(line -> !line.isBlank()).toList());
        page.put("tables", List.of(matrix, all));
        page.put("parts", PageParts.of(List.of(), false));
        PageParts.write("suite.jte", page, out.resolve("suite.html"));
        StringBuilder text = new StringBuilder("# " + SafeText.markdown(name) + "\n\n");
        description
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> text.append(SafeText.markdown(line)).append("\n\n"));
        for (TableView view : List.of(matrix, all)) {
            text.append(view.markdown())
                    .append('\n')
                    .append(SafeText.markdown(view.caption()))
                    .append("\n\n");
            TextFiles.writeAtomically(out.resolve("tables/" + view.id() + ".csv"), view.csv());
            TextFiles.writeAtomically(out.resolve("tables/" + view.id() + ".tex"), view.latex());
        }
        TextFiles.writeAtomically(out.resolve("suite.md"), text.toString());
    }

    private static List<Cell> read(String experiment, Path file) {
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            List<Cell> cells = rows.map(row -> cell(experiment, row.node())).toList();
            if (cells.isEmpty()) {
                throw InputException.at(file, "no scores", "one row for each score", "run the experiment again");
            }
            return cells;
        }
    }

    private static Cell cell(String experiment, JsonNode row) {
        Map<String, String> fields = new LinkedHashMap<>();
        row.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText("")));
        return new Cell(experiment, fields);
    }

    /** The table with one row for each arm of an experiment and one column for each task. */
    private static TableView matrix(List<Cell> cells) {
        Set<List<String>> arms = new LinkedHashSet<>();
        Set<String> tasks = new LinkedHashSet<>();
        Map<List<String>, String> shown = new LinkedHashMap<>();
        for (Cell cell : cells) {
            arms.add(List.of(cell.experiment, cell.text("arm")));
            tasks.add(cell.task());
            shown.put(List.of(cell.experiment, cell.text("arm"), cell.task()), cell.shown());
        }
        Table table = Table.create("matrix");
        table.addColumns(
                TableView.texts("experiment", List.copyOf(arms), arm -> arm.get(0)),
                TableView.texts("arm", List.copyOf(arms), arm -> arm.get(1)));
        tasks.forEach(task -> table.addColumns(TableView.texts(
                task, List.copyOf(arms), arm -> shown.getOrDefault(List.of(arm.get(0), arm.get(1), task), ""))));
        return new TableView(
                "matrix",
                "Mean over seeds; in brackets the difference to the experiment's first arm, with an asterisk where it"
                        + " is beyond chance by the test of that experiment's report, corrected for that report's tests"
                        + " and not for those of the suite; and the paper's value.",
                table);
    }

    private static TableView all(List<Cell> cells, Map<String, Path> reports, Path out) {
        Table table = Table.create("suite");
        table.addColumns(TableView.texts("experiment", cells, Cell::experiment));
        TEXTS.forEach(field -> table.addColumns(TableView.texts(field, cells, cell -> cell.text(field))));
        NUMBERS.forEach(field -> table.addColumns(
                field.equals("p")
                        ? TableView.probabilities(field, cells, cell -> cell.number(field))
                        : TableView.numbers(field, field.equals("seeds") ? 0 : 2, cells, cell -> cell.number(field))));
        for (String field : List.of("verdict", "against the paper")) {
            table.addColumns(TableView.texts(field, cells, cell -> cell.text(field)));
        }
        return new TableView("suite", "Every score of the experiments' first tables.", table)
                .linked(
                        "experiment",
                        cells.stream()
                                .map(cell -> link(reports, cell.experiment, out))
                                .toList());
    }

    private static String link(Map<String, Path> reports, String experiment, Path out) {
        Path report = java.util.Objects.requireNonNull(reports.get(experiment)).resolve("report.html");
        return out.toAbsolutePath()
                .normalize()
                .relativize(report.toAbsolutePath().normalize())
                .toString()
                .replace('\\', '/');
    }
}
