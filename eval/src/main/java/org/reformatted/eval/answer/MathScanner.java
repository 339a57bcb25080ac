package org.reformatted.eval.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a plain answer ({@link MathText}). Spaces are passed over before a sign is looked at. */
final class MathScanner {
    /** The whole answer. */
    final String text;

    /** How many characters are read. */
    int at;

    MathScanner(String text) {
        this.text = text;
    }

    /** Not an answer that can be read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    /** A pattern on what follows, from the next character on. */
    Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
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
