package org.reformatted.realign.base;

import java.util.Map;

/**
 * Text from outside (model output, service errors, names inside files, config descriptions) made safe for one medium each. HTML is
 * escaped by the page templates. Every method hides registered secrets too, see {@link Redactor}.
 */
public final class SafeText {
    private static final Map<Character, String> LATEX = Map.ofEntries(
            Map.entry('\\', "\\textbackslash{}"),
            Map.entry('{', "\\{"),
            Map.entry('}', "\\}"),
            Map.entry('&', "\\&"),
            Map.entry('%', "\\%"),
            Map.entry('$', "\\$"),
            Map.entry('#', "\\#"),
            Map.entry('_', "\\_"),
            Map.entry('~', "\\textasciitilde{}"),
            Map.entry('^', "\\textasciicircum{}"),
            Map.entry('<', "\\textless{}"),
            Map.entry('>', "\\textgreater{}"),
            Map.entry('|', "\\textbar{}"),
            Map.entry('"', "\\textquotedbl{}"),
            Map.entry('`', "\\textasciigrave{}"),
            Map.entry('\n', " "),
            Map.entry('\t', " "),
            Map.entry('\u2212', "$-$"),
            Map.entry('\u2192', "$\\rightarrow$"),
            Map.entry('\u2264', "$\\leq$"),
            Map.entry('\u2265', "$\\geq$"),
            Map.entry('\u00b1', "$\\pm$"),
            Map.entry('\u00d7', "$\\times$"));

    /** Above these no character is in the encoding T1 that inputenc reads; letters of Western and Central Europe, dashes, quotes and the ellipsis are. */
    private static final int LATIN = 0x17F;

    private static final String KNOWN = "\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2022\u2026\u20ac";

    /** Characters that begin a formula in spreadsheets (OWASP, CSV injection). */
    private static final String FORMULA = "=+-@\t\r";

    private static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?%?";
    private static final String MARKDOWN = "\\`*_[]<>|#~!&";

    private SafeText() {}

    /**
     * For a terminal: no control character but newline and tab, and none that turns the direction of text. Others are shown as their
     * number, such as {@code \x1b}; a carriage return before a newline is left out.
     *
     * @param text any text
     * @return the text itself when nothing is unsafe
     */
    public static String terminal(String text) {
        String hidden = Redactor.hide(text);
        for (int i = 0; i < hidden.length(); i++) {
            if (isUnsafe(hidden.charAt(i))) {
                return visible(hidden);
            }
        }
        return hidden;
    }

    private static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnsafe(c)) {
                out.append(c);
            } else if (c < 0x100 && !(c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
                out.append(String.format("\\x%02x", (int) c));
            } else if (c >= 0x100) {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isUnsafe(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u2028'
                || c == '\u2029';
    }

    /**
     * For one line of Markdown: every character that begins a construct is escaped, line breaks become spaces.
     *
     * @param text any text
     * @return Markdown that shows the text
     */
    public static String markdown(String text) {
        String line = terminal(text).replace('\n', ' ').replace('\t', ' ');
        StringBuilder out = new StringBuilder(line.length() + 8);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '<') {
                out.append("&lt;");
            } else if (c == '&') {
                out.append("&amp;");
            } else {
                out.append(MARKDOWN.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return out.toString();
    }

    /**
     * For LaTeX in text mode. An arrow of two characters becomes one; characters that pdfTeX does not know are shown as their number.
     *
     * @param text any text
     * @return LaTeX on one line that shows the text; needs the encoding T1 for quotation marks
     */
    public static String latex(String text) {
        String safe = terminal(text);
        StringBuilder out = new StringBuilder(safe.length() + 16);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            String escaped = LATEX.get(c);
            if (c == '-' && i + 1 < safe.length() && safe.charAt(i + 1) == '>') {
                out.append("$\\rightarrow$");
                i++;
            } else if (escaped != null) {
                out.append(escaped);
            } else if (c > LATIN && KNOWN.indexOf(c) < 0) {
                out.append(String.format("\\texttt{U+%04X}", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * For a cell of a CSV file that a spreadsheet opens: what would be read as a formula gets an apostrophe in front. Quoting is the
     * writer's job.
     *
     * @param text a cell; numbers stay as they are
     * @return the cell
     */
    public static String csvCell(String text) {
        String safe = terminal(text);
        boolean formula = !safe.isEmpty() && FORMULA.indexOf(safe.charAt(0)) >= 0 && !safe.matches(NUMBER);
        return formula ? "'" + safe : safe;
    }
}
