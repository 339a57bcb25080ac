package org.reformatted.realign.filter;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Compares two answers as they are written. */
final class AnswerText {
    private static final Pattern SPACING = Pattern.compile("\\\\(?:left|right|!|,|;|:|\\$)|[$\\s*]");
    private static final Pattern GROUP = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");
    private static final Pattern BOX = Pattern.compile("\\$?\\\\boxed\\{(.*)}\\$?");

    private AnswerText() {}

    /** Equal but for spacing, dollar signs and commas of thousands, or one number each, equal in value, with words behind it at most. */
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

    /** Whether a text says an answer in words, from a word's beginning to a word's end. */
    static boolean holds(String text, String answer) {
        String bare = answer.strip().toLowerCase(Locale.ROOT);
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(bare) + "(?![\\p{L}\\p{N}])")
                .matcher(text.toLowerCase(Locale.ROOT))
                .find();
    }

    /** A number with a currency, a unit or per cent at most, so that its value is all it says. */
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
