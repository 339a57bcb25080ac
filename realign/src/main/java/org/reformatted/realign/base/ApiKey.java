package org.reformatted.realign.base;

import java.util.Map;
import java.util.Optional;

/**
 * A key from the environment. White space around it is removed (a {@code .env} file written on Windows ends its lines in a carriage
 * return). Its text is never part of {@link #toString}, and {@link Redactor} hides it in all text from the moment it is read.
 */
public final class ApiKey {
    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /**
     * Reads a key.
     *
     * @param environment the process's environment
     * @param variable the variable that holds it
     * @return the key; empty when the variable is unset or blank
     * @throws InputException when it contains characters that are not allowed in an HTTP header; the message names the variable and the position,
     * never the key
     */
    public static Optional<ApiKey> read(Map<String, String> environment, String variable) {
        String text = strip(environment.getOrDefault(variable, ""));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Redactor.register(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                throw InputException.at(
                        "the environment variable " + variable,
                        String.format("the character U+%04X at position %d of %d", (int) c, i + 1, text.length()),
                        "a key of visible ASCII characters without spaces",
                        "set it again from its source");
            }
        }
        return Optional.of(new ApiKey(text));
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || c == '\uFEFF'
                || c == '\u200B';
    }

    /**
     * Returns the key, which must only be used in the header of a request.
     *
     * @return visible ASCII characters
     */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return Redactor.HIDDEN;
    }
}
