package org.reformatted.realign.text;

import java.util.ArrayList;
import java.util.List;

/** Splits texts into lines. */
public final class TextLines {
    private TextLines() {}

    /**
     * The lines of a text, as {@link String#lines} returns them, but several times as fast: every rule looks at every line of every row.
     *
     * @param text the text
     * @return its lines without their ends, in a list that the caller may change; none of an empty text
     */
    public static List<String> of(String text) {
        if (text.indexOf('\r') >= 0) {
            return new ArrayList<>(text.lines().toList());
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(text.substring(from, end));
            from = end + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /**
     * The lines of a text without the whitespace around them and without empty lines.
     *
     * @param text the text
     * @return the lines that are not blank, stripped
     */
    public static List<String> stripped(String text) {
        List<String> lines = of(text);
        lines.replaceAll(String::strip);
        lines.removeIf(String::isEmpty);
        return lines;
    }
}
