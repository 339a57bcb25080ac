package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.reformatted.realign.text.TextLines;

/**
 * Converts delimited text to a Markdown table: three or more lines that all split into the same number of short cells, at least two, at tabs, bars,
 * semicolons or commas. The first line is the header. The words of the cells are not changed.
 */
final class TableRule implements FormatRule {
    private static final Pattern COMMAS = Pattern.compile("\\s*,\\s*");
    private static final List<Pattern> DELIMITERS =
            List.of(Pattern.compile("\t+"), Pattern.compile("\\s*\\|\\s*"), Pattern.compile("\\s*;\\s*"), COMMAS);
    private static final Pattern RULE = Pattern.compile("[\\s|:+=-]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int FEWEST_LINES = 3;
    private static final int LONGEST_WORDS = 6;
    /** Prose also has commas: cells separated by commas must be shorter, and the header must not contain a digit. */
    private static final int LONGEST_WORDS_AT_COMMAS = 3;

    /** A line that starts a list item or code, and is not a line of cells. */
    private static final Pattern ITEM = Pattern.compile("(?:\\d+[.)]\\s|[-*•]\\s|[\\[({]).*");

    private static final RuleContract CONTRACT = new RuleContract(
            "table",
            "Makes a Markdown table of lines that all part into the same short cells.",
            Set.of("information_extraction", "data_generation"),
            "A list or table with named fields, every record with the same fields in the same order.",
            List.of("code, tables, lists and quotations", "lines of prose"),
            List.of(Pattern.compile("\\|"), Pattern.compile("---")),
            List.of(Pattern.compile("[,;|]")),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        if (AskedLayout.isNamed(question.replaceAll("(?i)\\btables?\\b", ""))) {
            return Outcome.left("the question asks for another layout");
        }
        List<String> lines = TextLines.stripped(response);
        if (lines.size() < FEWEST_LINES) {
            return Outcome.left("the response has fewer than " + FEWEST_LINES + " lines");
        }
        if (lines.stream()
                .anyMatch(line ->
                        RULE.matcher(line).matches() || ITEM.matcher(line).matches() || line.startsWith("```"))) {
            return Outcome.left("the response holds a table, a list or a block");
        }
        boolean headed = lines.get(0).chars().noneMatch(Character::isDigit);
        for (Pattern delimiter : DELIMITERS) {
            if (!splitsOutside(delimiter, response)) {
                continue;
            }
            boolean commas = delimiter == COMMAS;
            if (commas && !headed) {
                break;
            }
            int longest = commas ? LONGEST_WORDS_AT_COMMAS : LONGEST_WORDS;
            List<List<String>> rows =
                    lines.stream().map(line -> cells(delimiter, line)).toList();
            int columns = rows.get(0).size();
            if (columns > 1
                    && rows.stream()
                            .allMatch(row ->
                                    row.size() == columns && row.stream().allMatch(cell -> isCell(cell, longest)))) {
                return Outcome.changed(markdown(rows), "a table of " + columns + " columns");
            }
        }
        return Outcome.left("the lines do not part into the same cells");
    }

    /** Tests whether all delimiters are outside of brackets and quotations. */
    private static boolean splitsOutside(Pattern delimiter, String response) {
        Shield shield = Shield.of(response);
        return shield.isClosed()
                && delimiter.matcher(response).results().allMatch(match -> shield.isOutside(match.start()));
    }

    private static List<String> cells(Pattern delimiter, String line) {
        return Arrays.asList(delimiter.split(line, -1));
    }

    private static boolean isCell(String cell, int longest) {
        return !cell.isBlank()
                && !cell.contains("|")
                && SPACE.splitAsStream(cell.strip()).count() <= longest;
    }

    static String markdown(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        lines.add(1, "|" + " --- |".repeat(rows.get(0).size()));
        return String.join("\n", lines);
    }
}
