package org.reformatted.eval.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A position in a plain answer ({@link MathText}). Spaces are skipped before a character is read. */
final class MathScanner {
    /** The complete answer. */
    final String text;

    /** The number of characters that are already read. */
    int at;

    MathScanner(String text) {
        this.text = text;
    }

    /** Thrown for an answer that cannot be read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    /** Creates a matcher of a pattern on the text from the next character on. */
    Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    /** Returns whether a number and then spaces precede the next character; the number is neither an exponent nor part of a name. */
    boolean isAfterNumber() {
        int end = at;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && (Character.isDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
            start--;
        }
        boolean part =
                start > 0 && ("^_".indexOf(text.charAt(start - 1)) >= 0 || Character.isLetter(text.charAt(start - 1)));
        return end < at && start < end && !part;
    }

    int skipped() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    char peek() {
        return skipped() < text.length() ? text.charAt(at) : 0;
    }

    boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    void require(char expected) {
        if (!take(expected)) {
            throw new Unreadable("no " + expected);
        }
    }
}
