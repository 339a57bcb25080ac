package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.reformatted.realign.base.SafeText;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * A table as pages show it. Numbers keep their full value in the table and in CSV; pages show them rounded, and what is undefined as
 * {@code undefined}.
 *
 * @param id names its files: {@code tables/<id>.csv} and {@code .tex}
 * @param caption what it shows, in a sentence
 * @param table the values
 */
public record TableView(String id, String caption, Table table) {
    private static final String UNDEFINED = "undefined";

    /**
     * Makes a column of texts.
     *
     * @param name its head
     * @param values its cells
     * @return the column
     */
    static StringColumn texts(String name, List<String> values) {
        return StringColumn.create(name, values);
    }

    /**
     * Makes a column of numbers; {@code NaN} is shown as undefined.
     *
     * @param name its head
     * @param decimals how many are shown
     * @param values its cells
     * @return the column
     */
    static DoubleColumn numbers(String name, int decimals, List<Double> values) {
        DoubleColumn column = DoubleColumn.create(name, values);
        column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(decimals));
        return column;
    }

    /**
     * The heads of the columns.
     *
     * @return the names in order
     */
    public List<String> heads() {
        return table.columnNames();
    }

    /**
     * The rows as they are shown.
     *
     * @return a list of cells a row
     */
    public List<List<String>> rows() {
        return IntStream.range(0, table.rowCount()).mapToObj(this::row).toList();
    }

    /**
     * Whether a column holds numbers, which stand to the right.
     *
     * @param column its index
     * @return true for numbers
     */
    public boolean isNumeric(int column) {
        return table.column(column) instanceof NumericColumn;
    }

    /**
     * Whether a column names artifacts, which pages link to.
     *
     * @param column its index
     * @return true for the column {@code record}
     */
    public boolean isLink(int column) {
        return heads().get(column).equals("record");
    }

    /**
     * The table as comma-separated values, numbers in full.
     *
     * @return a head and a line a row
     */
    public String csv() {
        Table safe = table.emptyCopy(table.rowCount());
        for (Column<?> column : table.columns()) {
            safe.replaceColumn(
                    column.name(), column instanceof StringColumn text ? text.map(SafeText::csvCell) : column);
        }
        return safe.write().toString("csv");
    }

    private List<String> row(int index) {
        List<String> cells = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            if (column instanceof DoubleColumn numbers) {
                cells.add(Double.isNaN(numbers.getDouble(index)) ? UNDEFINED : numbers.getString(index));
            } else {
                cells.add(column.getString(index));
            }
        }
        return cells;
    }

    /**
     * The table in GitHub's Markdown.
     *
     * @return its lines
     */
    public String markdown() {
        StringBuilder text = new StringBuilder(markdownRow(heads()));
        text.append(markdownRow(IntStream.range(0, heads().size())
                .mapToObj(i -> isNumeric(i) ? "--:" : "---")
                .toList()));
        rows().forEach(row -> text.append(markdownRow(row)));
        return text.toString();
    }

    private static String markdownRow(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(SafeText::markdown).toList()) + " |\n";
    }

    /**
     * The table as a LaTeX {@code tabular}, for papers.
     *
     * @return its lines
     */
    public String latex() {
        StringBuilder text =
                new StringBuilder("% " + SafeText.terminal(caption).replace('\n', ' ') + "\n\\begin{tabular}{");
        IntStream.range(0, heads().size()).forEach(i -> text.append(isNumeric(i) ? 'r' : 'l'));
        text.append("}\n\\hline\n").append(latexRow(heads())).append("\\hline\n");
        rows().forEach(row -> text.append(latexRow(row)));
        return text.append("\\hline\n\\end{tabular}\n").toString();
    }

    private static String latexRow(List<String> cells) {
        return String.join(" & ", cells.stream().map(SafeText::latex).toList()) + " \\\\\n";
    }

    /** A number for sentences: two decimals, or undefined. */
    static String shown(double value, int decimals) {
        return Double.isNaN(value) ? UNDEFINED : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
