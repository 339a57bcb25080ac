package org.reformatted.eval.answer;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the numbers of word problems exactly: thousands separators, dollar signs and a final full stop are removed (lm-evaluation-harness,
 * {@code gsm8k.yaml}, {@code regexes_to_ignore}), so that {@code 18}, {@code 18.0} and {@code $18.00} are the same number.
 */
public final class DecimalText {
    /** Longer texts are not read, which bounds the cost of reading. */
    private static final int MAX_LENGTH = 400;

    private static final Pattern PLAIN = Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)");

    private DecimalText() {}

    /**
     * Reads a number.
     *
     * @param text such as {@code $1,200.50.} or {@code -3}
     * @return its value; empty when the text is not a number
     */
    public static Optional<BigDecimal> parse(String text) {
        String plain = text.strip().replace(",", "").replace("$", "").replace('\u2212', '-');
        if (plain.endsWith(".")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        if (plain.length() > MAX_LENGTH || !PLAIN.matcher(plain).matches()) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(plain));
    }

    /**
     * Writes a number in the shortest form without an exponent: {@code 18}, {@code 0.5}, {@code 1200}.
     *
     * @param number a number
     * @return its text
     */
    public static String write(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
