package org.reformatted.realign.filter;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Compares two answers as written. */
final class AnswerText {
    private static final Pattern SPACING = Pattern.compile("\\\\(?:left|right|!|,|;|:|\\$)|[$\\s*]");
    private static final Pattern GROUP = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");
    private static final Pattern BOX = Pattern.compile("\\$?\\\\boxed\\{(.*)}\\$?");

    private AnswerText() {}

    /**
     * Tests whether two answers are equal except for spacing, dollar signs and thousands separators, or are each one number of the same value, with
     * at most a currency and a unit.
     */
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        String a = normalized(one);
        String b = normalized(other);
        if (a.equals(b)) {
            return true;
        }
        return isPlain(a) && isPlain(b) && WholeNumbers.in(one).equals(WholeNumbers.in(other));
    }

    /** Tests whether a text contains an answer at word boundaries. */
    static boolean holds(String text, String answer) {
        String bare = answer.strip().toLowerCase(Locale.ROOT);
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(bare) + "(?![\\p{L}\\p{N}])")
                .matcher(text.toLowerCase(Locale.ROOT))
                .find();
    }

    /** Tests whether a text is a number with at most a currency, a unit or a percent sign, so that only its value matters. */
    private static boolean isPlain(String text) {
        List<String> numbers = WholeNumbers.in(text);
        return numbers.size() == 1 && text.matches("[-−+]?[€£¥]?[-−]?[\\d.,/]+[%°]?[\\p{L}²³]*[23]?\\.?");
    }

    private static String normalized(String answer) {
        String open = BOX.matcher(answer.strip()).replaceFirst("$1");
        String bare = GROUP.matcher(SPACING.matcher(open).replaceAll("")).replaceAll("");
        int end = bare.length();
        while (end > 0 && bare.charAt(end - 1) == '.') {
            end--;
        }
        return bare.substring(0, end).replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac");
    }
}
