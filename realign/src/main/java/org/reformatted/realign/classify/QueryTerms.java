package org.reformatted.realign.classify;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terms of a query in three blocks: words and pairs of words; words and pairs of its first twelve words, in which a query usually states its
 * task; and runs of 3 to 5 characters of its first eighty characters.
 */
final class QueryTerms {
    /** Increment when the same query would give other terms; a saved classifier of another version is refused. */
    static final int VERSION = 1;

    static final int BLOCKS = 3;

    private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]", Pattern.UNICODE_CHARACTER_CLASS);
    /** The maximum length of a word; a longer one is data in the query, such as the bytes of an image, without information for classification. */
    private static final int LONGEST_WORD = 60;

    private static final int HEAD_WORDS = 12;
    private static final int HEAD_CHARACTERS = 80;

    private QueryTerms() {}

    /** Tests whether a block's terms are words, not runs of characters. */
    static boolean isWords(int block) {
        return block < 2;
    }

    /** Returns how often each term of a block is in a query. */
    static Map<String, Integer> of(String query, int block) {
        String lower = query.toLowerCase(Locale.ROOT);
        Map<String, Integer> terms = new HashMap<>();
        if (block == 2) {
            characters(lower, terms);
        } else {
            words(lower, block == 0 ? Integer.MAX_VALUE : HEAD_WORDS, terms);
        }
        return terms;
    }

    private static void words(String text, int most, Map<String, Integer> terms) {
        Matcher matcher = TOKEN.matcher(text);
        String before = null;
        for (int i = 0; i < most && matcher.find(); i++) {
            String word = matcher.group();
            if (word.length() > LONGEST_WORD) {
                before = null;
                continue;
            }
            terms.merge(word, 1, Integer::sum);
            if (before != null) {
                terms.merge(before + " " + word, 1, Integer::sum);
            }
            before = word;
        }
    }

    private static void characters(String text, Map<String, Integer> terms) {
        String plain = text.replaceAll("\\s+", " ");
        String head = plain.substring(0, Math.min(HEAD_CHARACTERS, plain.length()));
        for (int length = 3; length <= 5; length++) {
            for (int i = 0; i + length <= head.length(); i++) {
                terms.merge(head.substring(i, i + length), 1, Integer::sum);
            }
        }
    }
}
