package org.reformatted.realign.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where a text states a final answer, without the code of the rules that rewrite: after {@code ####} in the last line, in {@code \boxed{}}, and
 * after "answer is", "answer:" and "answer =".
 */
final class StatedAnswers {
    private static final String MARK = "####";
    private static final String BOXED = "\\boxed{";
    private static final String ANSWER = "answer";
    private static final int RAREST = 3;
    private static final int LONGEST = 200;

    private StatedAnswers() {}

    /** A statement with its position, and whether it is in a box. */
    private record Statement(int at, String text, boolean boxed) {}

    /** Returns the declared answers of an original as written: its boxes, or its other statements if it has no boxes. */
    static List<String> declared(String text) {
        List<Statement> all = all(text);
        boolean boxes = all.stream().anyMatch(Statement::boxed);
        return all.stream()
                .filter(one -> one.boxed() == boxes)
                .map(Statement::text)
                .toList();
    }

    /** Returns every statement in a text, in order, as written and without its final period. */
    static List<String> in(String text) {
        return all(text).stream().map(Statement::text).toList();
    }

    private static List<Statement> all(String text) {
        List<Statement> found = new ArrayList<>();
        boxes(text, found);
        for (int at = next(text, 0); at >= 0; at = next(text, at + 1)) {
            int from = afterVerb(text, at + ANSWER.length());
            if (from > 0) {
                add(text, from, sentenceEnd(text, from), found);
            }
        }
        int mark = text.contains(MARK) ? text.lastIndexOf(MARK) : -1; // searching forwards is faster
        if (mark >= 0 && text.indexOf('\n', mark) < 0) {
            add(text, mark + MARK.length(), text.length(), found);
        }
        found.sort(Comparator.comparingInt(Statement::at));
        return found;
    }

    /**
     * Returns the position of the next "answer" in any case; searched by its rarest letter. {@code SearchedWord}, which the rules use, is not used on
     * purpose: a fault in it must not pass the check of its own results.
     */
    private static int next(String text, int from) {
        int small = text.indexOf('w', from + RAREST);
        int capital = text.indexOf('W', from + RAREST);
        while (small >= 0 || capital >= 0) {
            boolean first = small >= 0 && (capital < 0 || small < capital);
            int at = first ? small : capital;
            if (text.regionMatches(true, at - RAREST, ANSWER, 0, ANSWER.length())) {
                return at - RAREST;
            }
            small = first ? text.indexOf('w', at + 1) : small;
            capital = first ? capital : text.indexOf('W', at + 1);
        }
        return -1;
    }

    private static int afterVerb(String text, int at) {
        int from = at;
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        if (text.regionMatches(true, from, "is", 0, 2) && from > at) {
            int end = from + 2;
            return end < text.length() && " :".indexOf(text.charAt(end)) >= 0 ? end + 1 : -1;
        }
        return from < text.length() && ":=".indexOf(text.charAt(from)) >= 0 ? from + 1 : -1;
    }

    private static int sentenceEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
            if (c == '\n' || (".!?;".indexOf(c) >= 0 && last)) {
                return i;
            }
            if (",".indexOf(c) >= 0 && last && reasonFollows(text, i + 1)) {
                return i;
            }
            if (c == ' ' && reasonFollows(text, i)) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean reasonFollows(String text, int at) {
        int letter = at < text.length() && text.charAt(at) == ' ' ? at + 1 : at;
        if (letter >= text.length() || "bas".indexOf(text.charAt(letter)) < 0) {
            return false;
        }
        String rest = text.substring(at, Math.min(text.length(), at + 10)).stripLeading();
        return rest.startsWith("because") || rest.startsWith("since ") || rest.startsWith("as ");
    }

    private static void boxes(String text, List<Statement> found) {
        for (int start = text.indexOf(BOXED); start >= 0; start = text.indexOf(BOXED, start + 1)) {
            int depth = 1;
            int i = start + BOXED.length();
            int from = i;
            for (; i < text.length() && depth > 0; i++) {
                char c = text.charAt(i);
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            if (depth == 0) {
                found.add(new Statement(start, text.substring(from, i - 1).strip(), true));
            }
        }
    }

    private static void add(String text, int from, int to, List<Statement> found) {
        String statement = text.substring(from, to).strip();
        while (statement.startsWith(":")) {
            statement = statement.substring(1).strip();
        }
        while (!statement.isEmpty() && ".!".indexOf(statement.charAt(statement.length() - 1)) >= 0) {
            statement = statement.substring(0, statement.length() - 1);
        }
        if (!statement.isEmpty() && statement.length() <= LONGEST && !statement.contains(BOXED)) {
            found.add(new Statement(from, statement, false));
        }
    }
}
