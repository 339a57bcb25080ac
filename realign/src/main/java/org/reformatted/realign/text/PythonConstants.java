package org.reformatted.realign.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads constants at the top level of a Python file: strings, and lists and dictionaries of such values. No code is executed; other statements are
 * skipped.
 */
public final class PythonConstants {
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_]\\w*)[ \\t]*(?::[ \\t]*\\w+[ \\t]*)?=(?!=)");
    private static final Pattern STRING_START = Pattern.compile("(?i)(r|u|)('''|\"\"\"|'|\")");
    private static final Map<Character, String> ESCAPES =
            Map.of('n', "\n", 't', "\t", 'r', "\r", '\\', "\\", '\'', "'", '"', "\"", '\n', "");

    private final String text;
    private int at;

    private PythonConstants(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    /** The value is not a constant. */
    private static final class NoConstantException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Reads a file's text.
     *
     * @param text the text of a Python file
     * @return the constants by name: a {@code String}, {@code List} or {@code Map}
     */
    public static Map<String, Object> read(String text) {
        return new PythonConstants(text).constants();
    }

    private Map<String, Object> constants() {
        Map<String, Object> constants = new HashMap<>();
        Matcher assignment = ASSIGNMENT.matcher(text);
        while (at < text.length()) {
            int start = at;
            if (assignment.region(at, text.length()).lookingAt()) {
                at = assignment.end();
                try {
                    constants.put(assignment.group(1), value());
                } catch (NoConstantException e) {
                    constants.remove(assignment.group(1)); // an earlier value is no longer valid
                    at = start;
                }
            }
            int line = text.indexOf('\n', at);
            at = line < 0 ? text.length() : line + 1;
        }
        return constants;
    }

    private Object value() throws NoConstantException {
        skipSpace(false);
        if (at >= text.length()) {
            throw new NoConstantException();
        }
        return switch (text.charAt(at)) {
            case '[' -> list(']');
            case '(' -> list(')');
            case '{' -> map();
            default -> strings();
        };
    }

    private List<Object> list(char end) throws NoConstantException {
        at++;
        List<Object> values = new ArrayList<>();
        while (!ends(end)) {
            values.add(value());
            comma(end);
        }
        return values;
    }

    private Map<String, Object> map() throws NoConstantException {
        at++;
        Map<String, Object> values = new LinkedHashMap<>();
        while (!ends('}')) {
            String key = strings();
            skipSpace(true);
            take(':');
            skipSpace(true);
            values.put(key, value());
            comma('}');
        }
        return values;
    }

    /** Reads adjacent strings, which Python joins to one. */
    private String strings() throws NoConstantException {
        StringBuilder joined = new StringBuilder();
        Matcher start = STRING_START.matcher(text);
        boolean found = false;
        while (start.region(at, text.length()).lookingAt()) {
            found = true;
            at = start.end();
            string(start.group(2), !start.group(1).equalsIgnoreCase("r"), joined);
            skipSpace(false);
        }
        if (!found) {
            throw new NoConstantException();
        }
        return joined.toString();
    }

    private void string(String quote, boolean escapes, StringBuilder into) throws NoConstantException {
        while (!text.startsWith(quote, at)) {
            if (at >= text.length() || (quote.length() == 1 && text.charAt(at) == '\n')) {
                throw new NoConstantException();
            }
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escaped(escapes, into);
            } else {
                into.append(c);
            }
        }
        at += quote.length();
    }

    private void escaped(boolean escapes, StringBuilder into) throws NoConstantException {
        char c = text.charAt(at++);
        if (escapes && ESCAPES.containsKey(c)) {
            into.append(ESCAPES.get(c));
        } else if (escapes && (c == 'u' || c == 'x')) {
            int digits = c == 'u' ? 4 : 2;
            try {
                into.append((char) Integer.parseInt(text.substring(at, at + digits), 16));
            } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                throw new NoConstantException();
            }
            at += digits;
        } else {
            into.append('\\').append(c);
        }
    }

    private boolean ends(char end) throws NoConstantException {
        skipSpace(true);
        if (at >= text.length()) {
            throw new NoConstantException();
        }
        if (text.charAt(at) != end) {
            return false;
        }
        at++;
        return true;
    }

    private void comma(char end) throws NoConstantException {
        skipSpace(true);
        if (at < text.length() && text.charAt(at) == end) {
            return;
        }
        take(',');
    }

    private void take(char wanted) throws NoConstantException {
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw new NoConstantException();
        }
        at++;
    }

    /** Skips blanks and, within brackets, line breaks and comments. */
    private void skipSpace(boolean lines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || (lines && c == '\n')) {
                at++;
            } else if (lines && c == '#') {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            } else {
                return;
            }
        }
    }
}
