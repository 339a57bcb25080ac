package org.reformatted.eval.instruct;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Instructions about words and letters that must or must not be in a text. As in IFEval, keywords are regular expressions, and case is ignored. */
final class KeywordChecks {
    private KeywordChecks() {}

    static boolean allKeywords(String text, Arguments given) {
        return given.texts("keywords").stream()
                .allMatch(word -> pattern(word).matcher(text).find());
    }

    static boolean frequency(String text, Arguments given) {
        int count = 0;
        for (Matcher found = pattern(given.text("keyword")).matcher(text); found.find(); ) {
            count++;
        }
        return given.holds(count, "relation", "frequency");
    }

    static boolean noForbiddenWord(String text, Arguments given) {
        return given.texts("forbidden_words").stream()
                .noneMatch(word -> pattern("\\b" + word + "\\b").matcher(text).find());
    }

    static boolean letterFrequency(String text, Arguments given) {
        String letter = given.text("letter").toLowerCase(Locale.ROOT);
        String lower = text.toLowerCase(Locale.ROOT);
        int count = 0;
        for (int at = lower.indexOf(letter); at >= 0 && !letter.isEmpty(); at = lower.indexOf(letter, at + 1)) {
            count++;
        }
        return given.holds(count, "let_relation", "let_frequency");
    }

    private static Pattern pattern(String word) {
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
        try {
            return Pattern.compile(word, flags);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(word), flags);
        }
    }
}
