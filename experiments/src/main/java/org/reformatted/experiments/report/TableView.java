package org.reformatted.experiments.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.SafeText;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * A table for pages. Numbers have their full precision in the table and in CSV; pages show them rounded, and undefined values as a dash.
 *
 * @param id the name of its files: {@code tables/<id>.csv} and {@code .tex}
 * @param caption its description, as a sentence
 * @param table the values
 * @param links by column, the address for each row's cell; an empty address means no link
 */
public record TableView(String id, String caption, Table table, Map<String, List<String>> links) {
    private static final String UNDEFINED = "undefined";
    private static final String DASH = "–";

    /** The smallest p-value that is shown. */
    static final double LEAST = 0.0001;

    private static final DecimalFormatSymbols ROOT = DecimalFormatSymbols.getInstance(Locale.ROOT);

    /** Checks that every column of links has one address for each row. */
    public TableView {
        links.forEach((column, addresses) -> Check.argument(
                addresses.size() == table.rowCount(),
                "links of %s (%s) must be as many as rows (%s)",
                column,
                addresses.size(),
                table.rowCount()));
        links = Map.copyOf(links);
    }

    TableView(String id, String caption, Table table) {
        this(id, caption, table, Map.of());
    }

    /** This table with addresses for the cells of a column. */
    TableView linked(String column, List<String> addresses) {
        Map<String, List<String>> more = new LinkedHashMap<>(links);
        more.put(column, addresses);
        return new TableView(id, caption, table, more);
    }

    /** This table with the same addresses for several columns. */
    TableView linked(List<String> columns, List<String> addresses) {
        TableView view = this;
        for (String column : columns) {
            view = view.linked(column, addresses);
        }
        return view;
    }

    /** This table without links, for a page without samples. */
    TableView plain() {
        return new TableView(id, caption, table);
    }

    /** A column of texts. */
    static <T> StringColumn texts(String name, List<T> rows, Function<? super T, String> cell) {
        return StringColumn.create(name, rows.stream().map(cell).toList());
    }

    /** A column of numbers, shown with the given decimals; {@code NaN} is undefined. */
    static <T> DoubleColumn numbers(String name, int decimals, List<T> rows, ToDoubleFunction<? super T> cell) {
        DoubleColumn column =
                DoubleColumn.create(name, rows.stream().mapToDouble(cell).toArray());
        column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(decimals));
        return column;
    }

    /** A column of p-values; values below 0.0001 are shown as less than 0.0001. */
    static <T> DoubleColumn probabilities(String name, List<T> rows, ToDoubleFunction<? super T> cell) {
        DoubleColumn column = numbers(name, 4, rows, cell);
        column.setPrintFormatter(new NumberColumnFormatter(new DecimalFormat("0.0000", ROOT)) {
            @Override
            public String format(double p) {
                return p < LEAST ? "< " + super.format(LEAST) : super.format(p);
            }
        });
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
     * The rows with formatted cells.
     *
     * @return one list of cells for each row
     */
    public List<List<String>> rows() {
        return IntStream.range(0, table.rowCount()).mapToObj(this::row).toList();
    }

    /**
     * Whether a column has numbers, which are aligned to the right.
     *
     * @param column its index
     * @return true for numbers
     */
    public boolean isNumeric(int column) {
        return table.column(column) instanceof NumericColumn;
    }

    /**
     * The link of a cell.
     *
     * @param row its row
     * @param column its column
     * @return an address; empty if there is no link
     */
    public String link(int row, int column) {
        List<String> addresses = links.get(heads().get(column));
        return addresses == null ? "" : addresses.get(row);
    }

    /**
     * The table as comma-separated values, with numbers in full precision.
     *
     * @return a header and one line for each row
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
                cells.add(Double.isNaN(numbers.getDouble(index)) ? DASH : numbers.getString(index));
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
     * The table for papers, see {@link LatexTable}.
     *
     * @return its lines
     */
    public String latex() {
        return LatexTable.of(this);
    }

    /** A number for sentences with the given decimals, or {@code undefined}. */
    static String shown(double value, int decimals) {
        return Double.isNaN(value) ? UNDEFINED : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
