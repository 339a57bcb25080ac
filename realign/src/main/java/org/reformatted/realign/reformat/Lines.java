package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;

/** The lines of a text, faster than {@link String#lines()}, which looks for two ends of a line letter by letter. */
final class Lines {
    private Lines() {}

    /** The same lines as {@link String#lines()}. */
    static List<String> of(String text) {
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

    /** The lines without spaces around them, but for empty ones. */
    static List<String> stripped(String text) {
        List<String> lines = of(text);
        lines.replaceAll(String::strip);
        lines.removeIf(String::isEmpty);
        return lines;
    }
}
