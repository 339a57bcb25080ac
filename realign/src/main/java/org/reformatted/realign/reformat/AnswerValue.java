package org.reformatted.realign.reformat;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One number with its sign, currency, thousands separators, decimals, fraction, percent sign and unit.
 *
 * @param number the number with its sign, currency and percent sign
 * @param unit the words or symbols after it; empty when there are none
 */
record AnswerValue(String number, String unit) {
    private static final String DIGITS = "(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?|\\.\\d+";
    /** Unit symbols that follow a number without a space. */
    private static final String SYMBOL =
            "°[CF]?|(?:[ckmµn]?m|in|ft|yd|mi|km/h|mph|[kmµ]?g|lbs?|oz|[mc]?[lL]|m?s|hrs?|h|min|k?J|k?W|kWh|[kMGT]?B|[NVA]|Hz|mol|Pa)(?:\\^?[23]|[²³])?";

    private static final Pattern VALUE = Pattern.compile("([-−+]?(?:(?:US)?[$€£¥]\\s?)?[-−]?(?:(?:" + DIGITS
            + ")(?:\\s?/\\s?\\d+|\\s\\d+/\\d+)?)(?:\\s?%)?)((?:" + SYMBOL
            + ")(?![\\w^])|(?:\\s(?:[A-Za-z][A-Za-z'-]*(?:/[A-Za-z]+)?(?:\\^?[23]|[²³])?|°[CF]?)){0,3})");

    private static final Pattern SPACE = Pattern.compile("\\s");
    private static final Pattern FILLER =
            Pattern.compile("\\s?\\b(?:left|remaining|altogether|now|overall|(?:in )?total|in all)\\z");

    /** Words that are not units; a number followed by one of them is not just an amount. */
    private static final Set<String> NO_UNIT = Set.of(
            "and",
            "or",
            "to",
            "remainder",
            "r",
            "rem",
            "mod",
            "times",
            "than",
            "more",
            "less",
            "so",
            "which",
            "if",
            "is",
            "are",
            "was",
            "plus",
            "minus",
            "x",
            "each",
            "approximately",
            "about",
            "but",
            "then",
            "with",
            "where",
            "for",
            "because",
            "since",
            "as",
            "not",
            "i",
            "e");

    /** Parses a text that consists of exactly one value; absent for any other text. */
    static Optional<AnswerValue> of(String text) {
        if (isDigits(text)) {
            return Optional.of(new AnswerValue(text, ""));
        }
        Matcher matcher = VALUE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2).strip();
        if (SPACE.splitAsStream(unit.toLowerCase(Locale.ROOT)).anyMatch(NO_UNIT::contains)) {
            return Optional.empty();
        }
        return Optional.of(new AnswerValue(matcher.group(1), matcher.group(2)));
    }

    private static boolean isDigits(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > 0 && at == text.length();
    }

    /** Returns the value without redundant words: a unit that the question names, as in "How many candles", and words such as "left" or "in all". */
    String text(String question) {
        String words = FILLER.matcher(unit.strip()).replaceFirst("");
        boolean named = words.isEmpty() || (words.matches("[a-z]{3,}(?: [a-z]{3,})*") && question.contains(words));
        return named ? number : number + unit;
    }
}
