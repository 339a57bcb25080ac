package org.reformatted.realign.reformat;

import java.util.BitSet;

/**
 * The parts of a text that must not be split: in brackets, in quotation marks, between backticks or in LaTeX. A rule splits a text only outside of
 * them.
 */
final class Shield {
    private static final String OPENING = "([{“«‘";
    private static final String CLOSING = ")]}”»’";

    private static final boolean[] ASCII = new boolean[128];

    static {
        (OPENING + CLOSING + "'$\"`").chars().filter(c -> c < ASCII.length).forEach(c -> ASCII[c] = true);
    }

    private final BitSet inside;
    private final boolean closed;

    private Shield(BitSet inside, boolean closed) {
        this.inside = inside;
        this.closed = closed;
    }

    /** Finds the shielded parts of a text. */
    static Shield of(String text) {
        BitSet inside = new BitSet(text.length());
        StringBuilder open = new StringBuilder();
        boolean closed = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open.isEmpty() && !mayShield(c)) {
                continue;
            }
            char last = open.isEmpty() ? 0 : open.charAt(open.length() - 1);
            if (last != 0) {
                inside.set(i);
            }
            if (last == '"' || last == '`' || last == '$' || last == '\'') {
                if (c == last && (c != '\'' || endsQuotation(text, i))) {
                    open.setLength(open.length() - 1);
                }
            } else if (opens(text, i)) {
                open.append(c);
                inside.set(i);
            } else if (CLOSING.indexOf(c) >= 0 && !isApostrophe(text, i) && !isLabel(text, i, open)) {
                if (last == 0 || OPENING.indexOf(last) != CLOSING.indexOf(c)) {
                    closed = false;
                } else {
                    open.setLength(open.length() - 1);
                }
            }
        }
        return new Shield(inside, closed && open.isEmpty());
    }

    /** Whether a character may open or close something; of ASCII, few may. */
    private static boolean mayShield(char c) {
        return c < ASCII.length ? ASCII[c] : OPENING.indexOf(c) >= 0 || CLOSING.indexOf(c) >= 0;
    }

    private static boolean opens(String text, int at) {
        char c = text.charAt(at);
        if (c == '\'') {
            return (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && at + 1 < text.length()
                    && Character.isLetterOrDigit(text.charAt(at + 1))
                    && closesLater(text, at);
        }
        if (c == '$') { // LaTeX, not a price
            return at + 1 < text.length()
                    && !Character.isDigit(text.charAt(at + 1))
                    && !Character.isWhitespace(text.charAt(at + 1))
                    && text.indexOf('$', at + 1) > 0;
        }
        if (c == '"') {
            return at == 0 || !Character.isDigit(text.charAt(at - 1)); // 5'6" is a length
        }
        return OPENING.indexOf(c) >= 0 || c == '`';
    }

    private static boolean closesLater(String text, int from) {
        for (int at = text.indexOf('\'', from + 1); at >= 0; at = text.indexOf('\'', at + 1)) {
            if (endsQuotation(text, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsQuotation(String text, int at) {
        return at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
    }

    private static boolean isApostrophe(String text, int at) {
        return text.charAt(at) == '’' && at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
    }

    /** Tests for the bracket of a label such as {@code "2)"} or {@code "b)"}, which has no opening bracket. */
    private static boolean isLabel(String text, int at, CharSequence open) {
        if (text.charAt(at) != ')' || !open.isEmpty() || at == 0) {
            return false;
        }
        int start = at;
        while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
            start--;
        }
        return start < at && at - start <= 2 && (start == 0 || Character.isWhitespace(text.charAt(start - 1)));
    }

    /** Tests whether the text may be split at a position. */
    boolean isOutside(int at) {
        return !inside.get(at);
    }

    /** Tests whether every bracket and quotation mark has its partner; rules do not change other texts. */
    boolean isClosed() {
        return closed;
    }
}
