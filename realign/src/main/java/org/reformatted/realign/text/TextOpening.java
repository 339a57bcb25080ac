package org.reformatted.realign.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for the start of a text. It is only tried on texts that start with one of the given characters, since most texts do not.
 *
 * @param characters all characters with which the expression can start
 * @param expression the expression
 */
public record TextOpening(String characters, Pattern expression) {
    /**
     * Creates an opening with a compiled expression.
     *
     * @param characters all characters with which the expression can start
     * @param expression the expression
     * @return the opening
     */
    public static TextOpening of(String characters, String expression) {
        return new TextOpening(characters, Pattern.compile(expression));
    }

    /**
     * Matches the start of a text.
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
     * Removes the match from the start of a text.
     *
     * @param text the text
     * @return the text after the match; the entire text when there is no match
     */
    public String cutFrom(String text) {
        Matcher matcher = of(text);
        return matcher == null ? text : text.substring(matcher.end());
    }
}
