package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.reformatted.realign.base.SafeText;

/**
 * A table for papers: LaTeX with the packages booktabs, longtable and array, at most as wide as the text of an A4 page. Columns without a value and
 * the column of records are left out. Columns with a single value are moved to the caption. A table that is still too wide is split, and its first
 * columns are repeated.
 */
final class LatexTable {
    /** The number of characters in footnotesize on a line; the space between columns is counted separately. */
    private static final double WIDTH = 118;

    /** The space between two columns, in characters. */
    private static final double GAP = 1.6;

    /** The maximum width of a column of texts; longer texts are wrapped. */
    private static final int WIDEST = 24;

    private static final String EMPTY = "–";

    private final TableView view;
    private final List<List<String>> rows;
    private final List<Integer> shown = new ArrayList<>();
    private final Map<String, String> constant = new LinkedHashMap<>();

    private LatexTable(TableView view) {
        this.view = view;
        this.rows = view.rows();
        for (int i = 0; i < view.heads().size(); i++) {
            choose(i);
        }
    }

    static String of(TableView view) {
        return new LatexTable(view).latex();
    }

    /** A complete document that includes the tables. */
    static String document(List<String> files) {
        return """
                \\documentclass[a4paper,10pt]{article}
                \\usepackage[T1]{fontenc}
                \\usepackage[utf8]{inputenc}
                \\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}
                \\usepackage[margin=2cm]{geometry}
                \\usepackage{textcomp,booktabs,longtable,array}
                \\setlength{\\emergencystretch}{3em}
                \\begin{document}
                """ + files.stream().map(file -> "\\input{" + file + "}\n").collect(Collectors.joining())
                + "\\end{document}\n";
    }

    private void choose(int column) {
        Set<String> values =
                rows.stream().map(row -> row.get(column)).collect(Collectors.toCollection(LinkedHashSet::new));
        String head = view.heads().get(column);
        boolean empty = values.stream().allMatch(value -> value.equals(EMPTY) || value.isBlank());
        if (!empty && !head.equals("record") && (values.size() > 1 || rows.size() == 1)) {
            shown.add(column);
        } else if (!empty && !head.equals("record")) {
            constant.put(head, values.iterator().next());
        }
    }

    private String latex() {
        StringBuilder text = new StringBuilder("% needs \\usepackage{booktabs,longtable,array}\n");
        List<List<Integer>> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            String number = parts.size() == 1 ? "" : " (part " + (i + 1) + " of " + parts.size() + ")";
            text.append(part(parts.get(i), i == 0 ? view.caption() + constants() + number : view.id() + number));
        }
        return text.toString();
    }

    /** The first columns with texts, which identify a row. */
    private List<Integer> names() {
        List<Integer> names = new ArrayList<>();
        for (int column : shown) {
            if (view.isNumeric(column) || names.size() == 4) {
                break;
            }
            names.add(column);
        }
        return names.isEmpty() ? shown.subList(0, Math.min(1, shown.size())) : names;
    }

    private List<List<Integer>> parts() {
        List<Integer> names = names();
        double start = names.stream().mapToDouble(column -> width(column) + GAP).sum();
        List<List<Integer>> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>(names);
        double used = start;
        for (int column : shown.subList(names.size(), shown.size())) {
            double more = width(column) + GAP;
            if (used + more > WIDTH && part.size() > names.size()) {
                parts.add(part);
                part = new ArrayList<>(names);
                used = start;
            }
            part.add(column);
            used += more;
        }
        parts.add(part);
        return parts;
    }

    private List<String> headWords(int column) {
        return Arrays.asList(view.heads().get(column).split(" ", -1));
    }

    private int longest(int column) {
        int head = headWords(column).stream().mapToInt(String::length).max().orElse(1);
        int cells =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
        return Math.max(head, cells);
    }

    private boolean wraps(int column) {
        return !view.isNumeric(column) && longest(column) > WIDEST;
    }

    private double width(int column) {
        return wraps(column) ? WIDEST : longest(column);
    }

    private String part(List<Integer> columns, String caption) {
        String format = columns.stream().map(this::format).collect(Collectors.joining());
        String head = columns.stream().map(this::head).collect(Collectors.joining(" & ")) + " \\\\\n\\midrule\n";
        StringBuilder text = new StringBuilder(
                        "{\\footnotesize\\setlength{\\tabcolsep}{3pt}\\setlength{\\LTcapwidth}{\\textwidth}\n"
                                + "\\begin{longtable}{@{}")
                .append(format)
                .append("@{}}\n\\caption{")
                .append(SafeText.latex(caption))
                .append("}\\\\\n\\toprule\n")
                .append(head)
                .append("\\endfirsthead\n\\toprule\n")
                .append(head)
                .append("\\endhead\n\\bottomrule\n\\endfoot\n");
        rows.forEach(row -> text.append(columns.stream()
                        .map(column -> cell(row.get(column), wraps(column)))
                        .collect(Collectors.joining(" & ")))
                .append(" \\\\\n"));
        return text.append("\\end{longtable}}\n").toString();
    }

    private String constants() {
        return constant.isEmpty()
                ? ""
                : " All rows: "
                        + constant.entrySet().stream()
                                .map(one -> one.getKey() + " " + one.getValue())
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private String format(int column) {
        return view.isNumeric(column)
                ? "r"
                : wraps(column) ? ">{\\raggedright\\arraybackslash}p{" + WIDEST / 2 + "em}" : "l";
    }

    private String head(int column) {
        List<String> words = headWords(column);
        String side = view.isNumeric(column) ? "r" : "l";
        String text = words.stream().map(SafeText::latex).collect(Collectors.joining("\\\\"));
        return words.size() == 1 ? text : "\\shortstack[" + side + "]{" + text + "}";
    }

    /** The text of a cell; a wrapped cell may break after punctuation and within long words. */
    private static String cell(String cell, boolean wraps) {
        if (!wraps) {
            return SafeText.latex(cell);
        }
        return Arrays.stream(cell.split("(?<=[-_/.,;=])|(?<=\\G.{" + WIDEST / 2 + "})", -1))
                .map(SafeText::latex)
                .collect(Collectors.joining("\\allowbreak{}"));
    }
}
