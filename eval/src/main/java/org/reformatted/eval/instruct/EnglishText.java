package org.reformatted.eval.instruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts words and sentences of English texts. */
final class EnglishText {
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END = Pattern.compile("(\\S*?)([.!?]+)[\"'\u201d\u2019)\\]*]*(?=\\s|$)");
    private static final Pattern TOKEN =
            Pattern.compile("[\\p{L}\\p{M}\\d](?:[\\p{L}\\p{M}\\d]|[-./](?=[\\p{L}\\d]))*");
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "etc", "e.g", "i.e", "inc", "ltd", "co", "corp",
            "no", "vol", "fig", "al", "cf", "gen", "col", "sgt", "capt", "lt", "rev", "hon", "gov", "sen", "rep", "u.s",
            "u.k", "a.m", "p.m", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec");

    private EnglishText() {}

    /** Counts words: runs of letters, digits and underscores. */
    static int words(String text) {
        return (int) WORD.matcher(text).results().count();
    }

    /** Splits a text into words as a tokenizer does: without punctuation around them, contractions split in two. */
    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        String apart = text.replaceAll("(?i)(n['\u2019]t)\\b", " $1").replaceAll("['\u2019](?=\\p{L})", " ");
        for (Matcher token = TOKEN.matcher(apart); token.find(); ) {
            tokens.add(token.group());
        }
        return tokens;
    }

    /**
     * Counts sentences. A sentence ends with a full stop, exclamation mark or question mark before a space, but not after an abbreviation, an initial
     * or the number of a list item, and not before a lower-case letter.
     */
    static int sentences(String text) {
        int count = 0;
        int start = 0;
        for (Matcher end = END.matcher(text); end.find(); ) {
            if (ends(end, text)) {
                count += text.substring(start, end.end()).isBlank() ? 0 : 1;
                start = end.end();
            }
        }
        return count + (text.substring(start).isBlank() ? 0 : 1);
    }

    private static boolean ends(Matcher end, String text) {
        String word = end.group(1).replaceAll("^[\"'(\\[*]+", "").toLowerCase(Locale.ROOT);
        String rest = text.substring(end.end()).stripLeading();
        boolean capital = rest.isEmpty() || !Character.isLowerCase(rest.codePointAt(0));
        if (!end.group(2).equals(".")) {
            return capital;
        }
        boolean abbreviation = ABBREVIATIONS.contains(word) || word.matches("\\p{L}");
        boolean item = word.matches("\\d{1,3}") && startsLine(text, end.start());
        return capital && !item && !(abbreviation && !rest.isEmpty());
    }

    private static boolean startsLine(String text, int at) {
        return text.substring(text.lastIndexOf('\n', Math.max(0, at - 1)) + 1, at)
                .isBlank();
    }
}
