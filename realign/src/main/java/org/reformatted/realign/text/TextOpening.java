package org.reformatted.realign.text;

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
public record TextOpening(String characters, Pattern expression) {
    /**
     * Compiles the expression.
     *
     * @param characters every character that the expression can begin with
     * @param expression the expression
     * @return the opening
     */
    public static TextOpening of(String characters, String expression) {
        return new TextOpening(characters, Pattern.compile(expression));
    }

    /**
     * Matches the beginning of a text.
     *
     * @param text the text
     * @return the match; null when there is none
     */
    public @Nullable Matcher of(String text) {
        if (text.isEmpty() || characters.indexOf(text.charAt(0)) < 0) {
            return null;
        }
        Matcher matcher = expression.matcher(text);
        return matcher.lookingAt() ? matcher : null;
    }

    /**
     * Cuts the match off a text.
     *
     * @param text the text
     * @return what follows the match; all of a text that does not begin so
     */
    public String cutFrom(String text) {
        Matcher matcher = of(text);
        return matcher == null ? text : text.substring(matcher.end());
    }
}
