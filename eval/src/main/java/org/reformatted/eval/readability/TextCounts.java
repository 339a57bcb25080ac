package org.reformatted.eval.readability;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts that the formulas use. They are counted as in textstat (github.com/textstat/textstat, {@code backend/counts}), so that values are
 * comparable.
 *
 * @param words words between white space after punctuation is removed
 * @param spacedWords words between white space, including separate punctuation
 * @param sentences at least 1; titles and initials do not end a sentence, so that the counts are closer to CLEAR's published ones than those of
 *     textstat
 * @param characters all characters except white space
 * @param letters letters, digits and underscores
 * @param syllables number of syllables of all words
 * @param longWords words of three or more syllables
 * @param difficultWords words that are not on the list of easy words; -1 without a list
 */
public record TextCounts(
        int words,
        int spacedWords,
        int sentences,
        int characters,
        int letters,
        int syllables,
        int longWords,
        int difficultWords) {
    private static final Pattern TITLE = Pattern.compile("\\b((?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Col|Gen|Lt|Rev|[A-Z]))\\.");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+[\"'\u201d\u2019)\\]]*(?=\\s|$)");
    /** The letters after an apostrophe that belongs to its word: can't, he's, I'd, we've, she'll, they're. */
    private static final List<String> ENDINGS = List.of("t", "s", "d", "ve", "ll", "re");

    /**
     * Counts a text.
     *
     * @param text English prose
     * @param counter the syllable counter
     * @param easyWords Dale and Chall's list in lower case; if empty, difficult words are not counted
     * @return the counts
     */
    static TextCounts of(String text, SyllableCounter counter, Set<String> easyWords) {
        List<String> words = words(text);
        int syllables = 0;
        int longWords = 0;
        int difficult = 0;
        for (String word : words) {
            String lower = word.toLowerCase(Locale.ROOT);
            int count = counter.syllables(lower);
            syllables += count;
            longWords += count >= 3 ? 1 : 0;
            difficult += easyWords.contains(lower) ? 0 : 1;
        }
        return new TextCounts(
                words.size(),
                split(text).size(),
                sentences(text),
                count(text, c -> !Character.isWhitespace(c)),
                count(text, TextCounts::isLetter),
                syllables,
                longWords,
                easyWords.isEmpty() ? -1 : difficult);
    }

    /** Returns the words without punctuation; apostrophes within contractions are kept. */
    static List<String> words(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLetter(c) || Character.isWhitespace(c) || (c == '\'' && contracts(text, i + 1))) {
                plain.append(c);
            }
        }
        return split(plain.toString());
    }

    private static boolean contracts(String text, int at) {
        return ENDINGS.stream().anyMatch(ending -> text.startsWith(ending, at));
    }

    private static boolean isLetter(int c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static int count(String text, IntPredicate counted) {
        return (int) text.chars().filter(counted).count();
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || Character.isWhitespace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /**
     * Counts sentences, which end with a full stop, exclamation mark or question mark before white space; a last sentence without an end counts if it
     * has at least three words.
     */
    private static int sentences(String text) {
        String plain = TITLE.matcher(text).replaceAll("$1");
        Matcher ends = SENTENCE_END.matcher(plain);
        int sentences = 0;
        int start = 0;
        while (ends.find()) {
            sentences += words(plain.substring(start, ends.start())).isEmpty() ? 0 : 1;
            start = ends.end();
        }
        sentences += words(plain.substring(start)).size() > 2 ? 1 : 0;
        return Math.max(1, sentences);
    }
}
