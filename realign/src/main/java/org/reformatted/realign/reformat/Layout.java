package org.reformatted.realign.reformat;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.text.TextLines;
import org.reformatted.realign.text.TextOpening;

/** Recognises text whose lines must not be rearranged: code, tables, matrices, verse, nested lists and quotations. */
final class Layout {
    private static final TextOpening CODE = TextOpening.of(
            "dcifpvlwtesSIUC<#/r",
            "(?:def |class |import |from \\w+ import|function\\b|public |private |static |const |let |var"
                    + " |#include|print\\(|printf\\(|console\\.|return\\b|for ?\\(|while ?\\(|if"
                    + " ?\\(|(?:for|if|while|elif|else|try|with)\\b[^.?!]*:$|else ?\\{|SELECT |INSERT |UPDATE |CREATE"
                    + " |</?\\w+[^>]*>|//)");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("[A-Za-z_]\\w* ?[+-]?= ?(?:[A-Za-z_]\\w+[(\\[]|[\\[{\"']).*");
    private static final String CODE_ENDS = ";{}";
    private static final Pattern MARKER =
            Pattern.compile("(?:\\(?(?:\\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|[-*•+])\\s+\\S.*");
    private static final String ENDS = ".!?:;,\"”)";
    private static final int FEWEST_VERSES = 4;
    private static final int LONGEST_VERSE = 60;

    private Layout() {}

    /** Returns why the lines of a text must not be rearranged; null when there is no such reason. */
    static @Nullable String fixed(String text) {
        if (text.contains("```")) {
            return "the response holds code";
        }
        if (text.indexOf('\n') < 0) {
            return isCode(text) ? "the response is code" : null;
        }
        List<String> lines = TextLines.of(text);
        lines.removeIf(String::isBlank);
        return fixed(lines);
    }

    private static @Nullable String fixed(List<String> lines) {
        int code = 0;
        int statements = 0;
        int cells = 0;
        int rows = 0;
        int quoted = 0;
        for (String raw : lines) {
            String line = raw.strip();
            code += isCode(line) ? 1 : 0;
            statements += CODE_ENDS.indexOf(line.charAt(line.length() - 1)) >= 0 ? 1 : 0;
            cells += line.indexOf('|') >= 0 || line.indexOf('\t') > 0 ? 1 : 0;
            rows += line.charAt(0) == '[' && line.charAt(line.length() - 1) == ']' ? 1 : 0;
            quoted += line.charAt(0) == '>' ? 1 : 0;
            if (line.charAt(0) != raw.charAt(0) && MARKER.matcher(line).matches()) {
                return "the response holds a nested list";
            }
        }
        if (code > 0 || statements > 1) {
            return "the response holds code";
        }
        if (cells > 1) {
            return "the response holds a table";
        }
        if (rows > 1) {
            return "the response holds a matrix";
        }
        if (quoted > 0) {
            return "the response holds a quotation";
        }
        return isVerse(lines) ? "the response is verse" : null;
    }

    /** Tests whether a line looks like code or markup. */
    static boolean isCode(String line) {
        return line.indexOf('$') < 0
                && (CODE.of(line) != null
                        || (assigns(line) && ASSIGNMENT.matcher(line).matches()));
    }

    /** Tests whether something other than a number follows an equals sign, which is faster than matching an assignment. */
    private static boolean assigns(String line) {
        int equals = line.indexOf('=');
        int at = equals + 1;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return equals > 0 && at < line.length() && !Character.isDigit(line.charAt(at));
    }

    /** Tests whether a line starts with a list marker. */
    static boolean isItem(String line) {
        return MARKER.matcher(line).matches();
    }

    /** Tests for verse: short lines without digits, of which at least half end in the middle of a sentence. */
    static boolean isVerse(List<String> lines) {
        if (lines.size() < FEWEST_VERSES) {
            return false;
        }
        int open = 0;
        for (String line : lines) {
            if (line.length() > LONGEST_VERSE || line.chars().anyMatch(Character::isDigit) || isItem(line.strip())) {
                return false;
            }
            char last = line.strip().charAt(line.strip().length() - 1);
            open += last == ',' || ENDS.indexOf(last) < 0 ? 1 : 0;
        }
        return open * 2 >= lines.size();
    }
}
