package org.reformatted.realign.base;

import java.util.Map;

/**
 * Makes text from outside (model output, service errors, names inside files, config descriptions) safe for an output medium, one method for each.
 * HTML is escaped by the page templates. Every method also hides registered secrets, see {@link Redactor}.
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

    /** The last code point that is supported as is (T1 encoding with inputenc): letters of Western and Central Europe. {@link #KNOWN} adds more. */
    private static final int LATIN = 0x17F;

    private static final String KNOWN = "\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2022\u2026\u20ac";

    /** Characters that start a formula in spreadsheets (OWASP, CSV injection). */
    private static final String FORMULA = "=+-@\t\r";

    private static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?%?";
    private static final String MARKDOWN = "\\`*_[]<>|#~!&";

    private SafeText() {}

    /**
     * Makes text safe for a terminal. Newline and tab are kept; other control characters and characters that change the direction of text are shown
     * as their number, such as {@code \x1b}. A carriage return before a newline is removed.
     *
     * @param text any text
     * @return the safe text; the same text when nothing is unsafe
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
     * Makes text safe for one line of Markdown: every character that starts a construct is escaped, line breaks become spaces.
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
     * Makes text safe for LaTeX in text mode. The two characters {@code ->} become an arrow; characters that pdfTeX does not support are shown as
     * their number.
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
     * Makes text safe for a cell of a CSV file that a spreadsheet opens: text that would be read as a formula gets a leading apostrophe. The CSV
     * writer does the quoting.
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
