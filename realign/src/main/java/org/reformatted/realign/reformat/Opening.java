package org.reformatted.realign.reformat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text may begin with. The expression is tried at texts alone that begin with one of its characters, since most do not, and at their
 * beginning alone.
 *
 * @param characters every character that the expression can begin with
 * @param expression the expression
 */
record Opening(String characters, Pattern expression) {
    static Opening of(String characters, String expression) {
        return new Opening(characters, Pattern.compile(expression));
    }

    /** The match at the beginning of a text; null when there is none. */
    @Nullable
    Matcher of(String text) {
        if (text.isEmpty() || characters.indexOf(text.charAt(0)) < 0) {
            return null;
        }
        Matcher matcher = expression.matcher(text);
        return matcher.lookingAt() ? matcher : null;
    }

    /** What stands behind it; all of a text that does not begin so. */
    String cutFrom(String text) {
        Matcher matcher = of(text);
        return matcher == null ? text : text.substring(matcher.end());
    }
}
