package org.reformatted.realign.base;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * Limits on the size of input files, each set by an environment variable.
 *
 * @param lineChars longest line of a file that is read by lines, in characters ({@code REFORMATTED_MAX_LINE_CHARS}, 64 Mi)
 * @param textChars longest file that is read at once, in characters ({@code REFORMATTED_MAX_TEXT_CHARS}, 256 Mi)
 * @param decompressedBytes largest number of bytes from a compressed file ({@code REFORMATTED_MAX_DECOMPRESSED_BYTES}, 64 Gi)
 */
public record ReadLimits(long lineChars, long textChars, long decompressedBytes) {
    private static final String LINE = "REFORMATTED_MAX_LINE_CHARS";
    private static final String TEXT = "REFORMATTED_MAX_TEXT_CHARS";
    private static final String DECOMPRESSED = "REFORMATTED_MAX_DECOMPRESSED_BYTES";
    private static final ReadLimits CURRENT = of(System.getenv());

    static ReadLimits current() {
        return CURRENT;
    }

    /**
     * Reads the limits from environment variables.
     *
     * @param environment the variables
     * @return the limits, with the default where a variable is missing
     * @throws InputException naming a variable that is not a positive whole number
     */
    public static ReadLimits of(Map<String, String> environment) {
        return new ReadLimits(
                number(environment, LINE, 64L << 20),
                number(environment, TEXT, 256L << 20),
                number(environment, DECOMPRESSED, 64L << 30));
    }

    private static long number(Map<String, String> environment, String name, long otherwise) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw InputException.at(
                    "the environment variable " + name,
                    "\"" + text + "\"",
                    "a positive whole number",
                    "fix or unset it");
        }
        return Long.parseLong(text);
    }

    /** A line or a file is longer than its limit. */
    static final class LimitException extends IOException {
        private static final long serialVersionUID = 1;

        private LimitException(String message) {
            super(message);
        }
    }

    LimitException lineTooLong() {
        return tooLong("a line", lineChars, "characters", LINE);
    }

    LimitException textTooLong() {
        return tooLong("the file", textChars, "characters", TEXT);
    }

    LimitException tooManyBytes() {
        return tooLong("the decompressed file", decompressedBytes, "bytes", DECOMPRESSED);
    }

    private static LimitException tooLong(String what, long limit, String unit, String setting) {
        return new LimitException(String.format(
                Locale.ROOT,
                "%s is longer than %,d %s; expected less; check the file, or set the environment variable %s higher",
                what,
                limit,
                unit,
                setting));
    }
}
